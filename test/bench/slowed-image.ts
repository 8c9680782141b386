import { createHash } from 'node:crypto'
import { isAttestation } from '../../src/oci/attestation.ts'
import { isDigest } from '../../src/oci/digest.ts'
import { parseImageIndex } from '../../src/oci/image-index.ts'
import { parseImageManifest } from '../../src/oci/image-manifest.ts'
import { formatPlatform, normalizePlatform } from '../../src/oci/platform.ts'
import { parseReference } from '../../src/oci/reference.ts'
import { openDistributionRegistry } from '../support/distribution-registry.ts'
import type { StoredBlob } from '../support/content.ts'
import { runTask } from './everyarch.ts'

/** An image whose start waits on some platforms. */
export interface SlowedImage {
  /** `127.0.0.1:5055/example/flask` */
  readonly repository: string
  /** Of the index it is made of. */
  readonly digest: string
  readonly tag: string
  /** How many seconds each platform waits before it becomes its own command; all others wait none. */
  readonly seconds: Readonly<Record<string, number>>
}

/**
 * Pushes the same image with a shell before the command of every platform, which waits so long. So two such images differ
 * in nothing but the wait.
 * @returns its reference
 */
export async function pushSlowed({ repository, digest, tag, seconds }: SlowedImage): Promise<string> {
  const registry = openDistributionRegistry()
  const { repository: path } = parseReference(`${repository}@${digest}`)
  const read = async (what: 'manifest' | 'blob', name: string): Promise<unknown> =>
    JSON.parse((await runTask('crane', [what, `${repository}@${name}`])).stdout)
  const { manifests } = parseImageIndex(await read('manifest', digest))
  const entries: unknown[] = []
  for (const entry of manifests) {
    if (entry.platform === undefined || isAttestation(entry)) continue
    const document = record(await read('manifest', entry.digest))
    const { config } = parseImageManifest(document)
    const changed = store(
      wait(await read('blob', config.digest), seconds[formatPlatform(normalizePlatform(entry.platform))] ?? 0),
    )
    await registry.putBlob(path, { ...changed, mediaType: config.mediaType })
    const manifest = store({
      ...document,
      config: { mediaType: config.mediaType, digest: changed.digest, size: changed.bytes.byteLength },
    })
    await registry.putManifest(path, manifest.digest, { ...manifest, mediaType: entry.mediaType })
    entries.push({
      mediaType: entry.mediaType,
      digest: manifest.digest,
      size: manifest.bytes.byteLength,
      platform: entry.platform,
    })
  }
  const mediaType = 'application/vnd.oci.image.index.v1+json'
  await registry.putManifest(path, tag, { ...store({ schemaVersion: 2, mediaType, manifests: entries }), mediaType })
  return `${repository}:${tag}`
}

function wait(image: unknown, seconds: number): unknown {
  const { config, ...rest } = record(image)
  const own = record(config)
  const command: readonly unknown[] = [own['Entrypoint'], own['Cmd']].flatMap((words) =>
    Array.isArray(words) ? words : [],
  )
  const words = command.map((word) => `'${String(word)}'`).join(' ')
  return {
    ...rest,
    config: { ...own, Entrypoint: ['/bin/sh', '-c'], Cmd: [`sleep ${seconds.toFixed(3)}; exec ${words}`] },
  }
}

function store(value: unknown): StoredBlob {
  const bytes = Buffer.from(JSON.stringify(value))
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  if (!isDigest(digest)) throw new Error(`${digest} is no digest`)
  return { bytes, digest, mediaType: 'application/json' }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error('a document of the image is no object')
  return { ...value }
}
