import { formatPlatform, type Platform } from '../oci/platform.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import type { ChainProgram } from './entrypoint-chain.ts'
import type { LibraryWalk } from './loader-walk.ts'
import { describeCode, relateCode } from './rootfs-code.ts'
import { showPath } from './rootfs-paths.ts'

/** The rest is told by directory, as foreign files are. */
const maxFindings = 5

/** Libraries a program needs of which there is only one that its loader cannot load. */
export function libraryFindings({ unusable }: LibraryWalk, platform: Platform): readonly Finding[] {
  const name = formatPlatform(platform)
  return unusable.slice(0, maxFindings).map(({ name: library, neededBy, file }) => {
    const { path } = file.entry
    const isForeign = relateCode(file.facts, platform) !== 'native'
    const what = isForeign
      ? `is for ${describeCode(file.facts)}, the platform is ${name}`
      : `passes floating point in another way (${file.facts.arm?.floatAbi ?? 'unknown'}) than its loader`
    const message = `${showPath(path)}, which ${showPath(neededBy)} needs, ${what}`
    return createFinding('rootfs/foreign-binary', message, {
      evidence: { path, library, neededBy, architecture: describeCode(file.facts), platform: name },
      hint: `the program does not start without it: bring the library for ${name}`,
    })
  })
}

/** A program and its loader that disagree on how floating point is passed. */
export function floatFinding({ entry, facts, loader }: ChainProgram, platform: Platform): readonly Finding[] {
  const own = facts.arm?.floatAbi
  const other = loader?.content?.kind === 'elf' ? loader.content.facts.arm?.floatAbi : undefined
  if (own === undefined || other === undefined || own === other || loader === undefined) return []
  const message = `${showPath(entry.path)} passes floating point ${own}, its loader ${showPath(loader.path)} ${other}`
  return [
    createFinding('rootfs/foreign-binary', message, {
      severity: 'warning',
      evidence: { path: entry.path, loader: loader.path, platform: formatPlatform(platform) },
      hint: 'build it for the C library of the image: gnueabihf is hard, gnueabi soft',
    }),
  ]
}
