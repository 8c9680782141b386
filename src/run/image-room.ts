import { HarnessError } from '../errors.ts'
import { aborted } from './aborted.ts'

/** What an image takes in the engine's store for each byte on the wire: the layers as pulled, and unpacked. */
const storeFactor = 4
/** Never taken: an engine whose disk is full takes its host with it. */
const reserveBytes = 512 * 1024 * 1024

/** Hands out the engine's disk to images, so that those pulled at once fit. */
export interface ImageRoom {
  /** Waits until an image of this size on the wire fits. @throws HarnessError `disk-full` when it never will */
  take(sizeBytes: number, signal?: AbortSignal): Promise<void>
  /** The image is there, or its pull has failed: what it took shows in the disk's own figures. */
  settle(sizeBytes: number): void
  /** Room may have been made. */
  freed(): void
}

export interface ImageRoomOptions {
  /** Of the engine's disk; undefined where it cannot be seen, and then there is room for everything. */
  readonly freeBytes: () => Promise<number | undefined>
  /** The folder on that disk, for messages. */
  readonly dataRoot?: string | undefined
  /** True while an image is there that will go, so that waiting may help. */
  readonly canWait: () => boolean
}

/** The room of an engine's disk. */
export function createImageRoom(options: ImageRoomOptions): ImageRoom {
  let pulling = 0
  let changed = Promise.withResolvers<void>()
  const wake = (): void => {
    changed.resolve()
    changed = Promise.withResolvers()
  }
  return {
    take: async (sizeBytes, signal) => {
      const needed = sizeBytes * storeFactor
      for (;;) {
        const before = pulling
        const free = await options.freeBytes()
        // What was taken or settled while the disk was asked may or may not show in its answer.
        const taken = Math.max(before, pulling)
        if (free === undefined || free - taken - reserveBytes >= needed) break
        if (pulling === 0 && !options.canWait()) throw diskFull(needed, free, options.dataRoot)
        await (signal === undefined ? changed.promise : Promise.race([changed.promise, aborted(signal)]))
      }
      pulling += needed
    },
    settle: (sizeBytes) => {
      pulling -= sizeBytes * storeFactor
      wake()
    },
    freed: wake,
  }
}

function diskFull(neededBytes: number, freeBytesNow: number, dataRoot: string | undefined): HarnessError {
  const where = dataRoot === undefined ? "the engine's disk" : dataRoot
  return new HarnessError(
    'disk-full',
    `the image needs about ${mebibytes(neededBytes)} on ${where}, which has ${mebibytes(freeBytesNow)} free`,
    { hint: 'make room with docker system prune, or verify fewer platforms at once with --jobs 1 --remove-images' },
  )
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MiB`
}
