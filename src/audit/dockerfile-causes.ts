import { causeAt, type DockerfileCause } from './dockerfile-cause.ts'
import { findCopies } from './dockerfile-copies.ts'
import { findDownloads } from './dockerfile-downloads.ts'
import { lineage, listAssignments, listStages, type Stage } from './dockerfile-stages.ts'
import type { Instruction } from './dockerfile-instructions.ts'

/** Lines that may be why an image is not what its platform says, the likeliest first. */
export function findCauses(content: string): readonly DockerfileCause[] {
  const stages = listStages(content)
  const last = stages.at(-1)
  if (last === undefined) return []
  const shipped = lineage(last)
  return [
    ...shipped.flatMap((stage) => findPlatform(stage, stage === last)),
    ...findCopies(shipped, stages),
    ...stages.flatMap(findDownloads),
    ...stages.flatMap(findUndeclared),
    ...stages.flatMap(findSharedCaches),
    ...stages.flatMap(findDigests),
  ]
}

function findPlatform({ kind, platform, from, parent }: Stage, isLast: boolean): readonly DockerfileCause[] {
  if (kind === 'target' || parent !== undefined) return []
  const what = isLast ? 'the last stage is' : 'the last stage is from this one, which is'
  const whose = kind === 'builder' ? "of the builder's platform" : `of ${platform ?? 'one platform'}`
  return causeAt('platform', from.lines[0], `${what} ${whose}, whatever is asked for: leave out --platform`)
}

const platformArgument = /\$\{?((?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT))\b/g

/**
 * Inside a stage these variables are empty until ARG names them.
 * https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope
 */
function findUndeclared(stage: Stage): readonly DockerfileCause[] {
  const inherited = lineage(stage)
    .slice(1)
    .flatMap(({ instructions }) => instructions.flatMap(listDeclared))
  const declared = new Set(inherited)
  const causes: DockerfileCause[] = []
  for (const instruction of stage.instructions) {
    for (const name of listDeclared(instruction)) declared.add(name)
    for (const line of instruction.lines) {
      const missing = [...line.text.matchAll(platformArgument)]
        .map(([, name = '']) => name)
        .find((name) => !declared.has(name) && !instruction.text.includes(`${name}=`))
      if (missing === undefined) continue
      declared.add(missing)
      causes.push(...causeAt('argument', line, `${missing} is empty here: the stage has no ARG ${missing}`))
    }
  }
  return causes
}

function listDeclared(instruction: Instruction): readonly string[] {
  const declares = instruction.keyword === 'ARG' || instruction.keyword === 'ENV'
  return declares ? listAssignments(instruction).map(([name]) => name) : []
}

/** https://docs.docker.com/reference/dockerfile/#run---mounttypecache : the id is the target path when it is left out. */
function findSharedCaches({ kind, instructions }: Stage): readonly DockerfileCause[] {
  if (kind !== 'target') return []
  return instructions.flatMap(({ keyword, flags, lines }) => {
    if (keyword !== 'RUN') return []
    const isShared = flags.some(([name, value]) => {
      const fields = value.split(',')
      return name === 'mount' && fields.includes('type=cache') && !/\$\{?TARGET/.test(value)
    })
    const line = lines.find(({ text }) => text.includes('type=cache')) ?? lines[0]
    const why = 'this cache is shared between platforms: give it an id for each, id=name-$TARGETARCH$TARGETVARIANT'
    return isShared ? causeAt('cache', line, why) : []
  })
}

function findDigests({ base, platform, from }: Stage): readonly DockerfileCause[] {
  if (!/@sha(?:256|512):/.test(base) || platform !== undefined) return []
  const why = `the base is pinned: check that this digest is an index, docker buildx imagetools inspect ${base}`
  return causeAt('digest', from.lines[0], why)
}
