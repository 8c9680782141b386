import { HarnessError } from '../errors.ts'
import type { Descriptor, Document } from '../oci/descriptor.ts'
import { createDigester, type Digest } from '../oci/digest.ts'
import { detectDocumentType } from '../oci/document-type.ts'
import { parseJson } from '../oci/json.ts'
import type { ArchiveFiles } from './archive-files.ts'
import type { ImageSource, PartialSource, Presence } from './source.ts'

/** As registries have it: https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-manifests */
const maxManifestBytes = 4 * 1024 * 1024

export interface ArchiveSourceOptions {
  readonly name: string
  readonly files: ArchiveFiles
  /** It may stand in no file under its digest. */
  readonly root: Document<unknown>
  /** The file that holds a blob; undefined where the image has none of this digest. */
  readonly pathOf: (digest: Digest) => string | undefined
  readonly partial?: PartialSource | undefined
}

/** An image in the files of a layout or an archive, every byte of it hashed and compared. */
export function createArchiveSource(options: ArchiveSourceOptions): ImageSource {
  const { name, files, root, pathOf, partial } = options
  const check = async (digest: Digest): Promise<Presence> => {
    if (digest === root.digest) return { state: 'present', sizeBytes: root.bytes.byteLength }
    const path = pathOf(digest)
    const sizeBytes = path === undefined ? undefined : await files.sizeOf(path)
    return sizeBytes === undefined ? { state: 'missing' } : { state: 'present', sizeBytes }
  }
  return {
    name,
    ...(partial === undefined ? {} : { partial }),
    readRoot: async () => root,
    async readManifest(descriptor, signal) {
      if (descriptor.digest === root.digest) return root
      return readArchivedDocument(files, pathOf(descriptor.digest), descriptor, signal)
    },
    readBlob: (descriptor, maxBytes, signal) =>
      readWhole(files, pathOf(descriptor.digest), descriptor, maxBytes, signal),
    async openBlob(descriptor, signal) {
      const path = await findFile(files, pathOf(descriptor.digest), descriptor)
      return verifyStream(files.open(path, signal), files, descriptor)
    },
    checkManifest: check,
    checkBlob: check,
    close: () => files.close(),
  }
}

/** An index or manifest in a file. @throws HarnessError `content-missing`, `digest-mismatch`, `content-invalid` */
export async function readArchivedDocument(
  files: ArchiveFiles,
  path: string | undefined,
  descriptor: Descriptor,
  signal?: AbortSignal,
): Promise<Document<unknown>> {
  const bytes = await readWhole(files, path, descriptor, maxManifestBytes, signal)
  const value = parseJson(bytes, `${path ?? descriptor.digest} of ${files.path}`)
  return { bytes, digest: descriptor.digest, mediaType: detectDocumentType(value) ?? descriptor.mediaType, value }
}

/** A small file, whole, whatever it holds. @throws HarnessError `content-missing`, `limit-exceeded` */
export async function readArchivedFile(
  files: ArchiveFiles,
  path: string,
  maxBytes = maxManifestBytes,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const sizeBytes = await files.sizeOf(path)
  if (sizeBytes === undefined) throw missing(files, path)
  if (sizeBytes > maxBytes) {
    throw new HarnessError(
      'limit-exceeded',
      `${path} of ${files.path} has ${sizeBytes} bytes, the limit is ${maxBytes}`,
    )
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of files.open(path, signal)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function readWhole(
  files: ArchiveFiles,
  path: string | undefined,
  descriptor: Descriptor,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const found = await findFile(files, path, descriptor)
  const bytes = await readArchivedFile(files, found, maxBytes, signal)
  const digester = createDigester(descriptor.digest)
  digester.update(bytes)
  verify(files, descriptor, bytes.byteLength, digester.finish())
  return bytes
}

async function findFile(files: ArchiveFiles, path: string | undefined, { digest }: Descriptor): Promise<string> {
  if (path === undefined || (await files.sizeOf(path)) === undefined) throw missing(files, digest)
  return path
}

async function* verifyStream(
  chunks: AsyncIterable<Uint8Array>,
  files: ArchiveFiles,
  descriptor: Descriptor,
): AsyncGenerator<Uint8Array, void> {
  const digester = createDigester(descriptor.digest)
  let sizeBytes = 0
  for await (const chunk of chunks) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > descriptor.sizeBytes) break
    digester.update(chunk)
    yield chunk
  }
  verify(files, descriptor, sizeBytes, digester.finish())
}

function verify(files: ArchiveFiles, { digest, sizeBytes }: Descriptor, actualBytes: number, actual: Digest): void {
  if (actualBytes !== sizeBytes) {
    const found = actualBytes > sizeBytes ? 'more than' : `only ${actualBytes} of`
    throw new HarnessError('size-mismatch', `${digest} of ${files.path} has ${found} the ${sizeBytes} bytes promised`, {
      hint: 'the archive is damaged: write it again',
    })
  }
  if (actual !== digest) {
    throw new HarnessError('digest-mismatch', `${files.path} holds ${actual} in the place of ${digest}`, {
      hint: 'the archive is damaged: write it again',
    })
  }
}

function missing(files: ArchiveFiles, what: string): HarnessError {
  return new HarnessError('content-missing', `${files.path} does not hold ${what}`)
}
