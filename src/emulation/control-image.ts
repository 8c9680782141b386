import { createHash } from 'node:crypto'
import { writeProbe } from '../elf/probe.ts'
import { createTar } from '../engine/tar.ts'
import type { Platform } from '../oci/platform.ts'

/** Where a control image holds its only file. */
export const controlPath = '/everyarch-probe'

export interface ControlImage {
  /** The name it is loaded under: `localhost/everyarch-control:arm64-1f0c…`. */
  readonly name: string
  readonly platform: Platform
  /** @default the platform's known-good program */
  readonly program?: Uint8Array
  readonly labels?: Readonly<Record<string, string>>
}

/**
 * An archive as `docker save` writes it, with images that hold one static program each. Every engine loads it, whichever
 * way it stores images.
 * https://github.com/moby/docker-image-spec/blob/v1.3.1/v1.2.md#combined-image-json--filesystem-changeset-format
 */
export function writeControlArchive(images: readonly ControlImage[]): Uint8Array {
  const files = new Map<string, Uint8Array>()
  const manifest = images.map((image) => {
    const layer = createTar([{ path: controlPath, bytes: image.program ?? writeProbe(image.platform), mode: 0o755 }])
    const layerDigest = sha256(layer)
    const config = encodeJson(describeImage(image, layerDigest))
    const names = { config: `${sha256(config)}.json`, layer: `${layerDigest}.tar` }
    files.set(names.config, config)
    files.set(names.layer, layer)
    return { Config: names.config, RepoTags: [image.name], Layers: [names.layer] }
  })
  files.set('manifest.json', encodeJson(manifest))
  return createTar(Array.from(files, ([path, bytes]) => ({ path, bytes, mode: 0o644 })))
}

function describeImage({ platform, labels = {} }: ControlImage, layerDigest: string): unknown {
  const { os, architecture, variant } = platform
  return {
    os,
    architecture,
    ...(variant === undefined ? {} : { variant }),
    created: '1970-01-01T00:00:00Z',
    config: { Entrypoint: [controlPath], Labels: labels },
    rootfs: { type: 'layers', diff_ids: [`sha256:${layerDigest}`] },
    history: [{ created: '1970-01-01T00:00:00Z', created_by: 'everyarch' }],
  }
}

function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
