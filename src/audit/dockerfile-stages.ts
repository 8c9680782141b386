import { listInstructions, type Instruction } from './dockerfile-instructions.ts'

/** For which platform the files of a stage are: the one asked for, the builder's, or always the same one. */
export type StageKind = 'target' | 'builder' | 'fixed'

/** One stage of a Dockerfile. */
export interface Stage {
  /** As others name it: `build`, or its number. */
  readonly name: string
  readonly kind: StageKind
  /** What it is from, variables with a known value replaced. */
  readonly base: string
  /** The stage it is from; absent where it is from an image. */
  readonly parent?: Stage
  /** Its FROM. */
  readonly from: Instruction
  /** `--platform` as it is written; absent where it is left out. */
  readonly platform?: string
  /** What follows FROM. */
  readonly instructions: readonly Instruction[]
}

/** More are none that anyone wrote. */
const maxStages = 500

/** The stages of a Dockerfile, in its order; none where there are too many to be looked at. */
export function listStages(content: string): readonly Stage[] {
  const globals = new Map<string, string>()
  const stages: OpenStage[] = []
  for (const instruction of listInstructions(content)) {
    const current = stages.at(-1)
    if (stages.length > maxStages) return []
    if (instruction.keyword === 'FROM') stages.push(createStage(instruction, stages, globals))
    else if (current !== undefined) current.instructions.push(instruction)
    else if (instruction.keyword === 'ARG') {
      for (const [name, value] of listAssignments(instruction)) globals.set(name, value)
    }
  }
  return stages
}

/** Finds a stage by name or number. https://docs.docker.com/reference/dockerfile/#copy---from */
export function findStage(stages: readonly Stage[], name: string): Stage | undefined {
  const wanted = name.toLowerCase()
  return (
    stages.findLast((stage) => stage.name.toLowerCase() === wanted) ?? stages[/^\d+$/.test(name) ? Number(name) : -1]
  )
}

/** A stage and those it is from, its own first. */
export function lineage(stage: Stage): readonly Stage[] {
  return stage.parent === undefined ? [stage] : [stage, ...lineage(stage.parent)]
}

/** `A=1 B="x y"`: what ARG and ENV set; an empty text for what they only declare. */
export function listAssignments({ keyword, text }: Instruction): readonly (readonly [string, string])[] {
  const old = keyword === 'ENV' ? /^(\w+)\s+([^=\s][\s\S]*)$/.exec(text) : null
  if (old?.[1] !== undefined) return [[old[1], old[2] ?? '']]
  return [...text.matchAll(/(?<=^|\s)(\w+)(?:=("[^"]*"|'[^']*'|\S*))?(?=\s|$)/g)].map(([, name = '', value = '']) => [
    name,
    value.replace(/^(["'])(.*)\1$/, '$2'),
  ])
}

/** A stage while it is read. */
interface OpenStage extends Stage {
  readonly instructions: Instruction[]
}

function createStage(from: Instruction, before: readonly Stage[], globals: ReadonlyMap<string, string>): OpenStage {
  const [image = '', as, name] = from.text.split(/\s+/)
  const platform = from.flags.find(([flag]) => flag === 'platform')?.[1]
  const base = substitute(image, globals)
  const parent = before.findLast((stage) => stage.name.toLowerCase() === base.toLowerCase())
  return {
    name: as?.toLowerCase() === 'as' && name !== undefined ? name : String(before.length),
    // A stage that others are from is not built again for them.
    kind: parent?.kind ?? kindOf(platform === undefined ? '' : substitute(platform, globals)),
    base,
    from,
    instructions: [],
    ...(parent === undefined ? {} : { parent }),
    ...(platform === undefined ? {} : { platform }),
  }
}

/** https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope */
function kindOf(platform: string): StageKind {
  if (/\$\{?BUILD(?:PLATFORM|OS|ARCH|VARIANT)\b/.test(platform)) return 'builder'
  return platform === '' || platform.includes('$') ? 'target' : 'fixed'
}

function substitute(text: string, globals: ReadonlyMap<string, string>): string {
  return text.replaceAll(
    /\$(?:(\w+)|\{(\w+)(?::?-([^{}$]*))?\})/g,
    (whole, plain?: string, braced?: string, otherwise?: string) => {
      const name = plain ?? braced ?? ''
      if (/^(?:BUILD|TARGET)(?:PLATFORM|OS|ARCH|VARIANT)$/.test(name)) return whole
      const value = globals.get(name)
      return value === undefined || value === '' ? (otherwise ?? whole) : value
    },
  )
}
