import { HarnessError } from '../errors.ts'
import { formatDeclaredPlatform, formatPlatform } from '../oci/platform.ts'
import { createLayerReader, type LayerReader } from './layer-reader.ts'
import type { OpenedFile, OpenedFiles, OpenedImage, OpenedPlatform } from './opened-image.ts'
import type { PlatformImage } from './platform-image.ts'
import { readRootFs } from './rootfs-read.ts'
import type { FileEntry, RootFs } from './rootfs.ts'
import type { ImageView } from './view.ts'

export interface OpenImageOptions {
  readonly view: ImageView
  /** Where layers that were read are kept. */
  readonly cacheDir: string
  readonly toolVersion: string
  readonly signal: AbortSignal
  /** Called once, when the image is closed. */
  readonly onClose: () => Promise<void>
}

/** Makes of a view what users of the library look into. */
export async function createOpenedImage(options: OpenImageOptions): Promise<OpenedImage> {
  const { view, cacheDir, toolVersion, signal, onClose } = options
  const layers = createLayerReader({ cacheDir, toolVersion })
  const controller = new AbortController()
  const reading = { view, layers, signal: AbortSignal.any([signal, controller.signal]) }
  let closing: Promise<void> | undefined
  const closeAll = async (): Promise<void> => {
    controller.abort(new HarnessError('interrupted', 'the image was closed'))
    await layers.close()
    await onClose()
  }
  const close = (): Promise<void> => (closing ??= closeAll())
  try {
    return {
      reference: view.source.name,
      digest: view.root.digest,
      mediaType: view.root.mediaType,
      platforms: await Promise.all(view.images.map((image) => openPlatform(image, reading))),
      attestations: view.attestations.length,
      close,
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

interface Reading {
  readonly view: ImageView
  readonly layers: LayerReader
  readonly signal: AbortSignal
}

async function openPlatform(image: PlatformImage, reading: Reading): Promise<OpenedPlatform> {
  const { declared, descriptor } = image
  let files: Promise<OpenedFiles> | undefined
  /** What was asked for too late is told so, whatever the source would say. */
  const whileOpen = async <T>(read: () => Promise<T>): Promise<T> => {
    reading.signal.throwIfAborted()
    return read()
  }
  return {
    platform: formatPlatform(await image.readPlatform()),
    ...(declared === undefined ? {} : { declared: formatDeclaredPlatform(declared) }),
    digest: descriptor.digest,
    readManifest: () => whileOpen(async () => (await image.readManifest()).value),
    readConfig: () => whileOpen(async () => (await image.readConfig()).value),
    readFiles: () => whileOpen(() => (files ??= readFiles(image, reading))),
  }
}

async function readFiles(image: PlatformImage, { view, layers, signal }: Reading): Promise<OpenedFiles> {
  const { value: manifest } = await image.readManifest()
  const { value: config } = await image.readConfig()
  const read = await readRootFs({ source: view.source, manifest, config, layers, signal })
  const [failure] = read.failures
  if (failure !== undefined) throw failure.error
  const [problem] = read.problems
  if (!read.isComplete) {
    const code = problem?.code === 'rootfs/limit-exceeded' ? 'limit-exceeded' : 'content-invalid'
    throw new HarnessError(code, problem?.message ?? 'not every layer could be read', {
      hint: 'inspect tells everything that is wrong with the image',
    })
  }
  return describeFiles(read.rootfs)
}

function describeFiles(rootfs: RootFs): OpenedFiles {
  return {
    find: (path) => {
      const found = rootfs.resolve(path, '/')
      return found.kind === 'found' ? describeFile(found.entry) : undefined
    },
    list: (folder) => rootfs.list(folder).map(describeFile),
    *all() {
      for (const entry of rootfs.entries.values()) yield describeFile(entry)
    },
  }
}

function describeFile({ path, kind, mode, uid, gid, sizeBytes, target, content }: FileEntry): OpenedFile {
  const architecture =
    content?.kind === 'elf'
      ? content.facts.architecture
      : content !== undefined && 'architecture' in content
        ? content.architecture
        : undefined
  return {
    path,
    kind,
    mode,
    uid,
    gid,
    sizeBytes,
    ...(target === undefined ? {} : { target }),
    ...(architecture === undefined ? {} : { architecture }),
  }
}
