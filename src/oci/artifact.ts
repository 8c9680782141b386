import type { ImageManifest } from './image-manifest.ts'
import { parseLayerType } from './layer-type.ts'
import { isImageConfigType, mediaTypes } from './media-type.ts'
import { quoteText } from './quote.ts'

/** Types that images of early Docker releases carry where the config's type should be; engines still take them. */
const legacyConfigTypes: ReadonlySet<string> = new Set([
  '',
  'application/octet-stream',
  'application/json',
  'text/html',
])

/** What people call the things that registries hold beside images, by the type of their config, artifact or layers. */
const artifactNames: ReadonlyMap<string, string> = new Map([
  [mediaTypes.helmConfig, 'a Helm chart'],
  [mediaTypes.dockerPluginConfig, 'a Docker plugin'],
  [mediaTypes.cosignSignature, 'a cosign signature'],
  [mediaTypes.inToto, 'an attestation'],
  ['application/vnd.dsse.envelope.v1+json', 'an attestation'],
  ['application/vnd.buildkit.cacheconfig.v0', 'a BuildKit cache'],
  ['application/vnd.cncf.flux.config.v1+json', 'a Flux artifact'],
  ['application/vnd.cncf.openpolicyagent.config.v1+json', 'a policy bundle'],
  ['application/vnd.wasm.config.v0+json', 'a WebAssembly component'],
  ['application/vnd.wasm.config.v1+json', 'a WebAssembly module'],
  ['application/vnd.devcontainers', 'a dev container feature'],
  ['application/vnd.cncf.notary.signature', 'a Notary signature'],
  ['application/spdx+json', 'an SBOM'],
  ['text/spdx+json', 'an SBOM'],
  ['text/spdx', 'an SBOM'],
  ['application/vnd.cyclonedx+json', 'an SBOM'],
  ['application/vnd.cyclonedx+xml', 'an SBOM'],
])

/**
 * What a manifest holds when it is no container image ("a Helm chart"), or undefined for an image: the config of one,
 * and at least one layer of files, if there are layers at all.
 */
export function describeArtifact(manifest: ImageManifest): string | undefined {
  const configType = manifest.config.mediaType
  const layerTypes = manifest.layers.map((layer) => layer.mediaType)
  const hasFiles = layerTypes.some((type) => parseLayerType(type) !== undefined)
  if (hasFiles && (isImageConfigType(configType) || legacyConfigTypes.has(configType))) return undefined
  if (layerTypes.length === 0 && isImageConfigType(configType)) return undefined
  const types = [manifest.artifactType ?? '', configType, ...layerTypes]
  for (const type of types) {
    const name =
      artifactNames.get(type) ??
      (type.startsWith('application/vnd.dev.sigstore.bundle.') ? 'a Sigstore bundle' : undefined)
    if (name !== undefined) return name
  }
  const telling = types.find((type) => type !== '' && type !== mediaTypes.ociEmpty && !isImageConfigType(type))
  return telling === undefined ? 'an artifact' : `an artifact of type ${quoteText(telling)}`
}
