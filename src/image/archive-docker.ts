import { posix } from 'node:path'
import { HarnessError } from '../errors.ts'
import type { Descriptor, Document } from '../oci/descriptor.ts'
import { computeDigest, createDigester, type Digest } from '../oci/digest.ts'
import { parseImageConfig } from '../oci/image-config.ts'
import { asList, asObject, parseJson, parseWithin } from '../oci/json.ts'
import { mediaTypes } from '../oci/media-type.ts'
import { quoteText } from '../oci/quote.ts'
import type { ArchiveFiles } from './archive-files.ts'
import { createArchiveSource, readArchivedFile } from './archive-source.ts'
import { detectCompression, detectionBytes } from './decompress-detect.ts'
import type { LocalImageName } from './image-name.ts'
import { isOciLayout, openOciLayout, savedBy, savedFile } from './oci-layout.ts'
import { fullName } from './oci-layout-select.ts'
import type { ImageSource } from './source.ts'

const maxConfigBytes = 8 * 1024 * 1024

/** One image of an archive, as its `manifest.json` has it. */
interface SavedImage {
  readonly config: string
  readonly tags: readonly string[]
  readonly layers: readonly string[]
}

/**
 * The image that a name stands for in what `docker save` wrote. Archives of Docker 25 and later are OCI layouts too,
 * which tell more; from older ones a manifest is made, since they have none.
 *
 * @throws HarnessError `image-unsupported`, `image-not-found`, `content-invalid`
 */
export async function openDockerArchive(
  files: ArchiveFiles,
  name: string,
  wanted: LocalImageName['wanted'],
  signal?: AbortSignal,
): Promise<ImageSource> {
  if (await isOciLayout(files)) return openOciLayout(files, name, wanted, signal)
  const image = selectImage(await readSavedImages(files, signal), wanted, files.path)
  const { manifest, paths } = await makeManifest(files, image, signal)
  return createArchiveSource({
    name,
    files,
    root: manifest,
    pathOf: (digest) => paths.get(digest),
    partial: savedBy(files),
  })
}

async function readSavedImages(files: ArchiveFiles, signal: AbortSignal | undefined): Promise<readonly SavedImage[]> {
  if ((await files.sizeOf(savedFile)) === undefined) {
    throw new HarnessError(
      'image-unsupported',
      `${files.path} is nothing that docker save wrote: it has no ${savedFile}`,
      {
        hint: 'docker save -o FILE IMAGE writes one; name an OCI layout in an archive oci-archive:FILE',
      },
    )
  }
  const bytes = await readArchivedFile(files, savedFile, undefined, signal)
  return parseWithin(`${savedFile} of ${files.path}`, () =>
    asList(parseJson(bytes, savedFile), savedFile, (value, where) => {
      const image = asObject(value, where)
      return {
        config: posix.normalize(image.string('Config')),
        tags: image.strings('RepoTags'),
        layers: image.strings('Layers').map((path) => posix.normalize(path)),
      }
    }),
  )
}

function selectImage(images: readonly SavedImage[], wanted: LocalImageName['wanted'], path: string): SavedImage {
  const found = wanted === undefined ? images : images.filter((image, at) => isWanted(image, at, wanted))
  const [first, ...others] = found
  if (first !== undefined && others.every(({ config }) => config === first.config)) return first
  const tags = images.flatMap((image) => image.tags).slice(0, 10)
  const shown = tags.length === 0 ? '' : `: ${tags.map((tag) => quoteText(tag)).join(', ')}`
  const message = first === undefined ? `${path} does not hold the image named` : `${path} holds several images`
  throw new HarnessError('image-not-found', `${message}${shown}`, {
    hint: 'name one of them behind a colon, or by its place: @0 is the first',
  })
}

function isWanted({ tags }: SavedImage, at: number, wanted: NonNullable<LocalImageName['wanted']>): boolean {
  if (wanted.kind === 'position') return at === wanted.position
  if (wanted.kind === 'digest') return false
  const full = fullName(wanted.name)
  return tags.some((tag) => tag === wanted.name || (full !== undefined && fullName(tag) === full))
}

async function makeManifest(
  files: ArchiveFiles,
  image: SavedImage,
  signal: AbortSignal | undefined,
): Promise<{ readonly manifest: Document<unknown>; readonly paths: ReadonlyMap<Digest, string> }> {
  const bytes = await readArchivedFile(files, image.config, maxConfigBytes, signal)
  const { diffIds } = parseWithin(`${image.config} of ${files.path}`, () =>
    parseImageConfig(parseJson(bytes, image.config)),
  )
  const config = { mediaType: mediaTypes.dockerConfig, digest: computeDigest(bytes), sizeBytes: bytes.byteLength }
  const paths = new Map([[config.digest, image.config]])
  const layers: Descriptor[] = []
  for (const [at, path] of image.layers.entries()) {
    const layer = await describeLayer(files, path, diffIds[at], signal)
    layers.push(layer)
    paths.set(layer.digest, path)
  }
  const value = {
    schemaVersion: 2,
    mediaType: mediaTypes.dockerManifest,
    config: toJson(config),
    layers: layers.map(toJson),
  }
  const document = Buffer.from(JSON.stringify(value))
  const manifest = { bytes: document, digest: computeDigest(document), mediaType: value.mediaType, value }
  return { manifest, paths }
}

/** Docker saves layers unpacked, so that the config names their digest; other tools save them compressed. */
async function describeLayer(
  files: ArchiveFiles,
  path: string,
  diffId: Digest | undefined,
  signal: AbortSignal | undefined,
): Promise<Descriptor> {
  const sizeBytes = await files.sizeOf(path)
  if (sizeBytes === undefined && diffId === undefined) {
    throw new HarnessError('content-missing', `${files.path} does not hold ${path}`)
  }
  const compression = sizeBytes === undefined ? 'none' : detectCompression(await readStart(files, path, signal))
  const suffix = compression === 'none' ? '' : `.${compression}`
  const digest = compression === 'none' && diffId !== undefined ? diffId : await hashFile(files, path, signal)
  return { mediaType: `${mediaTypes.dockerLayer}${suffix}`, digest, sizeBytes: sizeBytes ?? 0 }
}

async function readStart(files: ArchiveFiles, path: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  for await (const chunk of files.open(path, signal)) return chunk.subarray(0, detectionBytes)
  return new Uint8Array()
}

async function hashFile(files: ArchiveFiles, path: string, signal: AbortSignal | undefined): Promise<Digest> {
  const digester = createDigester('sha256:')
  for await (const chunk of files.open(path, signal)) digester.update(chunk)
  return digester.finish()
}

function toJson({ mediaType, digest, sizeBytes }: Descriptor): object {
  return { mediaType, digest, size: sizeBytes }
}
