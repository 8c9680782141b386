import type { Environment } from './environment.ts'
import type { GivenValues, Option } from './option.ts'
import { toProblem, type Problem } from './problems.ts'

/** The values of several sources, the later before the earlier. */
export interface Layers {
  /** The last value given. */
  read<T>(option: Option<T>): T | undefined
  /** Every value given, in the order of the sources. */
  readAll<T>(option: Option<T>): readonly T[]
  /** What `read` gives, unless a later source names another of `rivals` and not this one. */
  readUnless<T>(option: Option<T>, rivals: readonly Option<unknown>[]): T | undefined
}

/** Reads sources; what cannot be read is added to `problems`, also where a later source wins. */
export function openLayers(sources: readonly GivenValues[], { variables }: Environment, problems: Problem[]): Layers {
  const readAll = <T>(option: Option<T>): readonly T[] =>
    sources
      .flatMap((source) => {
        const given = source.get(option)
        if (given === undefined) return []
        try {
          return [{ value: option.read(given.raw, variables) }]
        } catch (thrown) {
          problems.push(toProblem(given, thrown))
          return []
        }
      })
      .map(({ value }) => value)
  const read = <T>(option: Option<T>): T | undefined => readAll(option).at(-1)
  return {
    read,
    readAll,
    readUnless: (option, rivals) => {
      const value = read(option)
      const names = (given: Option<unknown>): number => sources.findLastIndex((source) => source.has(given))
      return rivals.some((rival) => names(rival) > names(option)) ? undefined : value
    },
  }
}
