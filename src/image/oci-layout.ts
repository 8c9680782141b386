import { HarnessError } from '../errors.ts'
import type { Descriptor, Document } from '../oci/descriptor.ts'
import { computeDigest, type Digest } from '../oci/digest.ts'
import { parseImageIndex } from '../oci/image-index.ts'
import { asObject, parseJson, parseWithin } from '../oci/json.ts'
import { quoteText } from '../oci/quote.ts'
import type { ArchiveFiles } from './archive-files.ts'
import { createArchiveSource, readArchivedDocument, readArchivedFile } from './archive-source.ts'
import type { LocalImageName } from './image-name.ts'
import { withoutParts } from './oci-layout-parts.ts'
import { selectRoot } from './oci-layout-select.ts'
import type { ImageSource, PartialSource } from './source.ts'

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md */
const layoutFile = 'oci-layout'
const indexFile = 'index.json'
/** https://github.com/moby/moby/blob/v28.5.2/image/spec/v1.2.md#combined-image-json--filesystem-changeset-format */
export const savedFile = 'manifest.json'

/** True where files are those of an OCI image layout. */
export async function isOciLayout(files: ArchiveFiles): Promise<boolean> {
  return (await files.sizeOf(indexFile)) !== undefined && (await files.sizeOf(layoutFile)) !== undefined
}

/**
 * The image that a name stands for in a layout. The files are the source's to close.
 *
 * @throws HarnessError `image-unsupported` where it is no layout, `image-not-found`, `content-invalid`, `digest-mismatch`
 */
export async function openOciLayout(
  files: ArchiveFiles,
  name: string,
  wanted: LocalImageName['wanted'],
  signal?: AbortSignal,
): Promise<ImageSource> {
  await checkVersion(files, signal)
  const root = await readRoot(files, wanted, signal)
  return createArchiveSource({ name, files, root, pathOf: blobPath, partial: await findPartial(files) })
}

/** An engine saves what it holds of an image, which may be some of the platforms only; it adds a file of its own. */
async function findPartial(files: ArchiveFiles): Promise<PartialSource | undefined> {
  return (await files.sizeOf(savedFile)) === undefined ? undefined : savedBy(files)
}

/** What an engine saved. */
export function savedBy({ path }: ArchiveFiles): PartialSource {
  return { holder: path, isIndexLost: true }
}

/** Where a layout has a blob. https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md#blobs */
export function blobPath(digest: Digest): string {
  return `blobs/${digest.replace(':', '/')}`
}

async function checkVersion(files: ArchiveFiles, signal: AbortSignal | undefined): Promise<void> {
  if (!(await isOciLayout(files))) {
    const missing = (await files.sizeOf(indexFile)) === undefined ? indexFile : layoutFile
    throw new HarnessError('image-unsupported', `${files.path} is no OCI image layout: it has no ${missing}`, {
      hint: 'docker buildx build --output type=oci,tar=false,dest=DIR writes one',
    })
  }
  const bytes = await readArchivedFile(files, layoutFile, undefined, signal)
  const version = parseWithin(`${layoutFile} of ${files.path}`, () =>
    asObject(parseJson(bytes, layoutFile)).string('imageLayoutVersion'),
  )
  if (version.startsWith('1.')) return
  const message = `${files.path} is an OCI image layout of version ${quoteText(version)}, only 1 is known`
  throw new HarnessError('image-unsupported', message)
}

async function readRoot(
  files: ArchiveFiles,
  wanted: LocalImageName['wanted'],
  signal: AbortSignal | undefined,
): Promise<Document<unknown>> {
  if (wanted?.kind === 'digest') return readByDigest(files, wanted.digest, signal)
  const bytes = await readArchivedFile(files, indexFile, undefined, signal)
  const what = `${indexFile} of ${files.path}`
  const value = parseWithin(what, () => parseJson(bytes, indexFile))
  const whole = parseWithin(what, () => parseImageIndex(value))
  const read = (entry: Descriptor): Promise<Document<unknown>> =>
    readArchivedDocument(files, blobPath(entry.digest), entry, signal)
  const index = wanted === undefined ? await withoutParts(whole, read) : whole
  const selected = selectRoot(index, wanted, files.path)
  if (selected === 'index') return { bytes, digest: computeDigest(bytes), mediaType: index.mediaType, value }
  return read(selected)
}

/** Any document of the layout, whether its index names it or not. */
async function readByDigest(files: ArchiveFiles, digest: Digest, signal?: AbortSignal): Promise<Document<unknown>> {
  const sizeBytes = await files.sizeOf(blobPath(digest))
  if (sizeBytes === undefined) throw new HarnessError('image-not-found', `${files.path} does not hold ${digest}`)
  return readArchivedDocument(files, blobPath(digest), { mediaType: '', digest, sizeBytes }, signal)
}
