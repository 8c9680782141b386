import { describe, type ImageContent, mediaTypes, storedBlob, storedJson, uniqueText } from '../content.ts'
import { rawManifest } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'
import { layer } from '../layer.ts'

/** A Helm chart, as `helm push` writes it. */
export async function helmChart(registry: ImageRegistry): Promise<PushedImage> {
  const chart = await layer([{ path: 'app/Chart.yaml', text: 'apiVersion: v2\nname: app\nversion: 1.0.0\n' }])
  const config = storedJson(
    { apiVersion: 'v2', name: 'app', version: '1.0.0', description: uniqueText() },
    'application/vnd.cncf.helm.config.v1+json',
  )
  const archive = storedBlob(chart.bytes, 'application/vnd.cncf.helm.chart.content.v1.tar+gzip')
  const manifest = {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: describe(config),
    layers: [describe(archive)],
  }
  return pushImage(registry, rawManifest(manifest, mediaTypes.manifest, { blobs: [config, archive] }), 'helm-chart')
}

/** A file as `oras push --artifact-type` writes it: an empty config, and its type beside it. */
export async function orasArtifact(registry: ImageRegistry): Promise<PushedImage> {
  const content = orasManifest('application/vnd.example.report.v1+json')
  return pushImage(registry, content, 'oras-artifact')
}

function orasManifest(artifactType: string): ImageContent {
  const config = storedBlob(Buffer.from('{}'), mediaTypes.empty)
  const file = storedJson({ report: uniqueText() }, artifactType)
  const manifest = {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    artifactType,
    config: describe(config),
    layers: [{ ...describe(file), annotations: { 'org.opencontainers.image.title': 'report.json' } }],
  }
  return rawManifest(manifest, mediaTypes.manifest, { blobs: [config, file] })
}
