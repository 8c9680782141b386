import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { HarnessError } from '../errors.ts'
import { blobPath } from '../image/oci-layout.ts'
import { computeDigest, createDigester, type Digest } from '../oci/digest.ts'
import { asObject, parseJson } from '../oci/json.ts'
import type { PushedBlob, PushStore } from './push-store.ts'

/** An OCI layout that is being written. https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md */
export interface PushedLayout extends PushStore {
  /** Makes it a layout of one image. */
  finish(root: Digest): Promise<void>
}

/** Writes what is pushed to a folder. */
export function storeInLayout(folder: string): PushedLayout {
  let writes = 0
  const has = async (digest: Digest): Promise<boolean> =>
    stat(join(folder, blobPath(digest))).then(
      () => true,
      () => false,
    )
  const write = async ({ digest, content }: PushedBlob): Promise<void> => {
    const path = join(folder, blobPath(digest))
    const unfinished = join(folder, `unfinished-${(writes += 1)}`)
    const digester = createDigester(digest)
    try {
      await mkdir(dirname(path), { recursive: true })
      await pipeline(hashed(content, digester), createWriteStream(unfinished))
      if (digester.finish() !== digest) throw new HarnessError('digest-mismatch', `what was pushed is not ${digest}`)
      await rename(unfinished, path)
    } catch (error) {
      await rm(unfinished, { force: true })
      throw explainWrite(error, folder)
    }
  }
  return {
    hasBlob: has,
    hasManifest: has,
    putBlob: write,
    async putManifest(bytes) {
      const digest = computeDigest(bytes)
      await write({ digest, sizeBytes: bytes.byteLength, content: once(bytes) })
      return digest
    },
    async finish(digest) {
      const { readFile } = await import('node:fs/promises')
      const bytes = await readFile(join(folder, blobPath(digest))).catch((cause: unknown) => {
        throw new HarnessError('builder-failed', `the builder did not push ${digest}, which it says it built`, {
          cause,
        })
      })
      const mediaType = asObject(parseJson(bytes, digest), digest).optionalString('mediaType') ?? ''
      const manifests = [{ mediaType, digest, size: bytes.byteLength }]
      await writeFile(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }))
      await writeFile(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
    },
  }
}

async function* hashed(
  content: AsyncIterable<Uint8Array>,
  digester: ReturnType<typeof createDigester>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    digester.update(chunk)
    yield chunk
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function explainWrite(error: unknown, folder: string): unknown {
  const isFull = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
  if (!isFull) return error
  return new HarnessError('disk-full', `there is no room for the built image in ${folder}`, {
    cause: error,
    hint: 'free some space, set TMPDIR to a larger disk, or give --tag: then it waits in the registry',
  })
}
