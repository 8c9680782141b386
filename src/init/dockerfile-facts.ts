import type { DockerfileCause } from '../audit/dockerfile-cause.ts'
import { findCauses } from '../audit/dockerfile-causes.ts'
import { listInstructions } from '../audit/dockerfile-instructions.ts'
import { findStage, listAssignments, listStages, type Stage } from '../audit/dockerfile-stages.ts'
import { listPorts, type ExposedPorts } from './dockerfile-ports.ts'
import { placeInstructions, type PlacedInstruction } from './dockerfile-variables.ts'
import { readHealthcheck, type Healthcheck } from './healthcheck.ts'

/** What a Dockerfile says of the image that is built from it. */
export interface DockerfileFacts {
  /** The stage that is shipped, and how many there are. */
  readonly stage: Stage
  readonly stageCount: number
  readonly exposed: ExposedPorts
  readonly healthcheck?: Healthcheck
  /** What it starts, as it is written. */
  readonly starts?: { readonly text: string; readonly line: number }
  /** True where a stage asks which platform it is for. */
  readonly usesTarget: boolean
  /** What steps of any stage mount as secrets, each once. */
  readonly secrets: readonly { readonly id: string; readonly line: number }[]
  /** Lines that usually lead to files of the wrong platform. */
  readonly causes: readonly DockerfileCause[]
}

export interface BuiltStage {
  /** @default the last one */
  readonly target?: string | undefined
  /** Values for ARG. */
  readonly buildArgs?: ReadonlyMap<string, string>
}

/** Undefined for a text that is no Dockerfile, or has no such stage. */
export function readDockerfileFacts(content: string, built: BuiltStage = {}): DockerfileFacts | undefined {
  const stages = listStages(content)
  const stage = built.target === undefined ? stages.at(-1) : findStage(stages, built.target)
  if (stage === undefined || stage.base === '') return undefined
  const placed = placeInstructions(stage, readGlobals(content, built.buildArgs), built.buildArgs ?? new Map())
  const check = placed.findLast(({ instruction }) => instruction.keyword === 'HEALTHCHECK')
  const healthcheck = check === undefined ? undefined : readHealthcheck(check.instruction, check.variables)
  const starts = readStart(placed)
  return {
    stage,
    stageCount: stages.length,
    exposed: listPorts(placed),
    ...(healthcheck === undefined ? {} : { healthcheck }),
    ...(starts === undefined ? {} : { starts }),
    usesTarget: /\$\{?TARGET(?:PLATFORM|OS|ARCH|VARIANT)\b/.test(content),
    secrets: listSecrets(stages),
    causes: findCauses(content),
  }
}

function readGlobals(content: string, given: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const instructions = listInstructions(content)
  const first = instructions.findIndex(({ keyword }) => keyword === 'FROM')
  const args = instructions.slice(0, Math.max(first, 0)).filter(({ keyword }) => keyword === 'ARG')
  const named = args.flatMap(listAssignments).map(([name, value]) => [name, given.get(name) ?? value] as const)
  // One that is made of others is rare; it is left as it is, and no port.
  return new Map(named)
}

/** https://docs.docker.com/reference/dockerfile/#run---mounttypesecret : the id is the name of the target when left out. */
function listSecrets(stages: readonly Stage[]): DockerfileFacts['secrets'] {
  const found = stages.flatMap(({ instructions }) =>
    instructions.flatMap(({ flags, lines }) =>
      flags.flatMap(([name, value]) => {
        const fields = value.split(',')
        if (name !== 'mount' || !fields.includes('type=secret')) return []
        const [, id] = /(?:^|,)id=([\w.-]+)(?:,|$)/.exec(value) ?? []
        const [, target] = /(?:^|,)(?:target|dst|destination)=(?:[^,]*\/)?([\w.-]+)(?:,|$)/.exec(value) ?? []
        const known = id ?? target
        return known === undefined ? [] : [{ id: known, line: lines[0]?.number ?? 1 }]
      }),
    ),
  )
  return [...new Map(found.toReversed().map((secret) => [secret.id, secret])).values()].toReversed()
}

/** ENTRYPOINT takes back a CMD of an earlier stage. https://docs.docker.com/reference/dockerfile/#entrypoint */
function readStart(placed: readonly PlacedInstruction[]): DockerfileFacts['starts'] {
  let entrypoint: PlacedInstruction | undefined
  let command: PlacedInstruction | undefined
  for (const one of placed) {
    if (one.instruction.keyword === 'CMD') command = one
    if (one.instruction.keyword !== 'ENTRYPOINT') continue
    entrypoint = one
    if (command?.stage !== one.stage) command = undefined
  }
  const parts = [entrypoint, command].flatMap((one) => one ?? [])
  const [first] = parts
  if (first === undefined) return undefined
  const text = parts.map(({ instruction }) => showWords(instruction.text)).join(' ')
  return { text, line: first.instruction.lines[0]?.number ?? 1 }
}

/** A list of words as a line of shell, so far as it can be read. */
function showWords(text: string): string {
  const plain = text.replaceAll(/\s+/g, ' ').trim()
  try {
    const words: unknown = JSON.parse(plain)
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words.join(' ') : plain
  } catch {
    return plain
  }
}
