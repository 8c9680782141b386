import { posix } from 'node:path'
import { createElfCollector } from '../elf/elf-facts.ts'
import { HarnessError } from '../errors.ts'
import type { ContainerRequest } from '../engine/engine.ts'
import type { ImageFile, ImageFiles } from '../engine/image-file.ts'
import type { FileInfo } from '../harness/protocol.ts'
import type { TargetRunOptions } from './target-run.ts'

/** The files of one platform's image, as suites ask for them. */
export type SuiteFiles = ImageFiles

/** Opens them when the first is asked for; @param changes how their container is made otherwise */
export function openSuiteFiles(
  {
    engine,
    target,
    image,
    settings,
    signal,
  }: Pick<TargetRunOptions, 'engine' | 'target' | 'image' | 'settings' | 'signal'>,
  changes: Partial<ContainerRequest> = {},
): SuiteFiles {
  let opened: Promise<ImageFiles> | undefined
  const open = (path: string): Promise<ImageFiles> => {
    if (!path.startsWith('/')) {
      throw new HarnessError('usage-invalid', `${path} is no absolute path of a file in the image`)
    }
    opened ??= engine.openFiles({
      image,
      ...(target.configPlatform === undefined ? {} : { platform: target.configPlatform }),
      labels: settings.application.labels,
      signal,
      ...changes,
    })
    return opened
  }
  return {
    read: async (path, limits) => (await open(path)).read(path, limits),
    readTree: async (path, limits) => (await open(path)).readTree(path, limits),
    close: async () => {
      const files = await opened?.catch(() => undefined)
      opened = undefined
      await files?.close()
    },
  }
}

const longestChain = 40
const textBytes = 64 * 1024

/** A file with its symbolic links followed, in words that suites are told. */
export async function describeFile({ read }: Pick<SuiteFiles, 'read'>, path: string): Promise<FileInfo | undefined> {
  let current = path
  for (let links = 0; links < longestChain; links++) {
    const found = await read(current)
    if (found === undefined) return undefined
    if (found.entry.kind !== 'symlink') return toInfo(current, found)
    current = posix.resolve(posix.dirname(current), found.entry.linkName)
  }
  throw new HarnessError('limit-exceeded', `${path} leads through more than ${longestChain} symbolic links`)
}

function toInfo(path: string, { entry, bytes }: ImageFile): FileInfo {
  const { kind, mode, uid, gid, sizeBytes } = entry
  const elf = createElfCollector()
  elf.push(bytes)
  const architecture = elf.finish()?.architecture
  return {
    path,
    kind: kind === 'hardlink' ? 'file' : kind,
    mode,
    uid,
    gid,
    sizeBytes,
    ...(architecture === undefined ? {} : { architecture }),
    text: Buffer.from(bytes.subarray(0, textBytes)).toString('utf8'),
  }
}
