import type { ImageManifest } from '../oci/image-manifest.ts'
import { isImageConfigType } from '../oci/media-type.ts'

const knownArtifacts: Readonly<Record<string, string>> = {
  'application/vnd.cncf.helm.config.v1+json': 'a Helm chart',
  'application/vnd.wasm.config.v0+json': 'a WebAssembly module',
  'application/vnd.wasm.config.v1+json': 'a WebAssembly module',
  'application/vnd.dev.cosign.artifact.sig.v1+json': 'a cosign signature',
  'application/vnd.cncf.flux.config.v1+json': 'a Flux artifact',
  'application/vnd.docker.plugin.v1+json': 'a Docker engine plugin',
  'application/vnd.gitlab.packages.npm.config.v1+json': 'a package',
}

/**
 * What a manifest holds when it is no image: `a Helm chart`; nothing for an image.
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md#guidelines-for-artifact-usage
 */
export function describeArtifact(manifest: ImageManifest): string | undefined {
  const type = manifest.artifactType ?? manifest.config.mediaType
  if (manifest.artifactType === undefined && isImageConfigType(manifest.config.mediaType)) return undefined
  return knownArtifacts[type] ?? `an artifact of type ${type}`
}
