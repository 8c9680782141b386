import { createHash } from 'node:crypto'
import { createTar, type TarFile } from '../engine/tar.ts'
import type { Platform } from '../oci/platform.ts'

export interface ControlImage {
  /** The name it is loaded under: `localhost/everyarch-control:1f0c83a2`. */
  readonly name: string
  readonly platform: Platform
  readonly files: readonly TarFile[]
  readonly labels: Readonly<Record<string, string>>
}

const created = '1970-01-01T00:00:00Z'

/**
 * An archive as `docker save` writes it, with one image of these files. Every engine loads it, whichever way it stores
 * images.
 * https://github.com/moby/docker-image-spec/blob/v1.3.1/v1.2.md#combined-image-json--filesystem-changeset-format
 */
export function writeControlImage({ name, platform, files, labels }: ControlImage): Uint8Array {
  const { os, architecture, variant } = platform
  const layer = createTar(files)
  const config = encodeJson({
    os,
    architecture,
    ...(variant === undefined ? {} : { variant }),
    created,
    config: { Labels: labels },
    rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] },
    history: [{ created, created_by: 'everyarch' }],
  })
  const paths = { config: `${sha256(config)}.json`, layer: `${sha256(layer)}.tar` }
  const manifest = [{ Config: paths.config, RepoTags: [name], Layers: [paths.layer] }]
  return createTar([
    { path: paths.config, bytes: config, mode: 0o644 },
    { path: paths.layer, bytes: layer, mode: 0o644 },
    { path: 'manifest.json', bytes: encodeJson(manifest), mode: 0o644 },
  ])
}

function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
