import type { Instruction } from '../audit/dockerfile-instructions.ts'
import { lineage, listAssignments, type Stage } from '../audit/dockerfile-stages.ts'

/** What variables hold at one place of a Dockerfile; a name that is not in either may be set by the base image. */
export interface Variables {
  /** By ENV: the application sees these too. Undefined where it cannot be known. */
  readonly env: ReadonlyMap<string, string | undefined>
  readonly args: ReadonlyMap<string, string | undefined>
  /** Whether what is in neither map is known to be unset. */
  readonly isComplete: boolean
}

/** An instruction with the variables it is read with. */
export interface PlacedInstruction {
  readonly stage: Stage
  readonly instruction: Instruction
  readonly variables: Variables
}

/**
 * What a stage is made of, that of the stages it is from first, with the variables of each place.
 * https://docs.docker.com/reference/dockerfile/#scope
 *
 * @param globals of ARG before the first FROM
 * @param given for ARG, by whoever builds
 */
export function placeInstructions(
  stage: Stage,
  globals: ReadonlyMap<string, string>,
  given: ReadonlyMap<string, string>,
): readonly PlacedInstruction[] {
  const stages = lineage(stage).toReversed()
  const isComplete = stages[0]?.base.toLowerCase() === 'scratch'
  let env: ReadonlyMap<string, string | undefined> = new Map()
  let args: ReadonlyMap<string, string | undefined> = new Map()
  const placed: PlacedInstruction[] = []
  for (const one of stages) {
    for (const instruction of one.instructions) {
      const variables = { env, args, isComplete }
      placed.push({ stage: one, instruction, variables })
      const assigned = listAssignments(instruction)
      // All of one instruction see what was before it.
      if (instruction.keyword === 'ENV') {
        env = new Map([...env, ...assigned.map(([name, value]) => [name, expand(value, variables)] as const)])
      }
      if (instruction.keyword === 'ARG') {
        const read = ([name, value]: readonly [string, string]): readonly [string, string | undefined] => {
          const isSet = instruction.text.includes(`${name}=`)
          const usual = isSet ? expand(value, variables) : isAutomatic(name) ? undefined : (globals.get(name) ?? '')
          return [name, given.get(name) ?? usual]
        }
        args = new Map([...args, ...assigned.map(read)])
      }
    }
  }
  return placed
}

/** https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope */
function isAutomatic(name: string): boolean {
  return /^(?:BUILD|TARGET)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT)$|^BUILDKIT_|_PROXY$/i.test(name)
}

/**
 * A text with its variables replaced; undefined where one is not known, or is asked for in a way that is not understood.
 * https://docs.docker.com/reference/dockerfile/#environment-replacement
 */
export function expand(text: string, variables: Variables): string | undefined {
  // What is escaped means something else to each instruction.
  if (!text.includes('$')) return text
  if (/[\\`]/.test(text)) return undefined
  let isKnown = true
  const expanded = text.replaceAll(
    /\$(?:(\w+)|\{(\w+)(?:(:?)([-+])([^{}$]*))?\}|)/g,
    (whole, plain?: string, braced?: string, colon?: string, sign?: string, word = '') => {
      const value = lookUp(plain ?? braced, variables)
      if (whole === '$' || value === undefined) {
        isKnown = false
        return ''
      }
      const isSet = value.isSet && (colon === '' || value.text !== '')
      if (sign === '+') return isSet ? String(word) : ''
      return sign === '-' && !isSet ? String(word) : value.text
    },
  )
  return isKnown ? expanded : undefined
}

interface Value {
  readonly isSet: boolean
  readonly text: string
}

/** ENV wins over ARG. */
function lookUp(name: string | undefined, { env, args, isComplete }: Variables): Value | undefined {
  if (name === undefined) return undefined
  for (const map of [env, args]) {
    if (!map.has(name)) continue
    const text = map.get(name)
    return text === undefined ? undefined : { isSet: true, text }
  }
  return isComplete ? { isSet: false, text: '' } : undefined
}
