import type { Environment } from './environment.ts'
import { takesOption, type GivenValues, type Option } from './option.ts'
import { toProblems, type Problem } from './problems.ts'
import type { VerbName } from './verb-name.ts'

/** The values of several sources, the later before the earlier. */
export interface Layers {
  /** The last value given. */
  read<T>(option: Option<T>): T | undefined
  /** Every value given, in the order of the sources. */
  readAll<T>(option: Option<T>): readonly T[]
  /** True when a later source names an option than the last one that names `other`. */
  isLater(option: Option<unknown>, other: Option<unknown>): boolean
}

export interface LayerOptions {
  readonly environment: Environment
  readonly verb: VerbName
  /** What cannot be read is added, also where a later source wins. */
  readonly problems: Problem[]
}

/** Reads sources. */
export function openLayers(
  sources: readonly GivenValues[],
  { environment: { variables }, verb, problems }: LayerOptions,
): Layers {
  const readAll = <T>(option: Option<T>): readonly T[] =>
    sources
      .flatMap((source) => {
        const given = source.get(option)
        if (given === undefined || (option.isOfHost === true && !takesOption(option, verb))) return []
        try {
          return [{ value: option.read(given.raw, variables) }]
        } catch (thrown) {
          problems.push(...toProblems(given, thrown))
          return []
        }
      })
      .map(({ value }) => value)
  const names = (given: Option<unknown>): number => sources.findLastIndex((source) => source.has(given))
  return {
    read: (option) => readAll(option).at(-1),
    readAll,
    isLater: (option, other) => names(option) > names(other),
  }
}
