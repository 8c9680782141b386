import { listOptions } from '../config/options.ts'
import { problemsError, type Problem } from '../config/problems.ts'
import type { UserConfig } from '../config/user-config.ts'
import { closestWord } from '../oci/closest-word.ts'

/** Settings that projects have no use for: they are about one image, and their results are vitest's to report. */
export type UnusedInProjects =
  | 'attempts'
  | 'bake'
  | 'baseline'
  | 'bench'
  | 'cpuFloor'
  | 'deadline'
  | 'emulator'
  | 'from'
  | 'image'
  | 'jobs'
  | 'keepFailed'
  | 'output'
  | 'reporter'
  | 'sameAs'
  | 'suite'
  | 'tag'

/** What `definePlatformProjects` takes: the words of `everyarch.config.ts` that say how an image is run, and these. */
export interface PlatformProjectsOptions extends Omit<UserConfig, UnusedInProjects> {
  /** The image, if it is not built: a reference, or `oci:DIR`. */
  readonly image?: string
  /** Patterns of the test files, from the root of vitest. */
  readonly include: string | readonly string[]
  /** Patterns of files that are none of them. @default vitest's own */
  readonly exclude?: string | readonly string[]
  /** Stands in front of the projects' names, where several images have projects: `app linux/arm64`. @default nothing */
  readonly name?: string
  /** What becomes of the tests of a platform that this machine cannot run. @default skip */
  readonly unavailable?: 'skip' | 'fail'
}

/** Those of vitest, and those of a run. */
export interface ReadOptions {
  readonly include: readonly string[]
  readonly exclude: readonly string[] | undefined
  readonly name: string | undefined
  readonly unavailable: 'skip' | 'fail'
  readonly settings: UserConfig
}

const own: readonly string[] = ['include', 'exclude', 'name', 'unavailable']

/** They may come from a configuration that is made for `everyarch verify`, too. */
const unused: Readonly<Record<Exclude<UnusedInProjects, 'image'>, true>> = {
  attempts: true,
  bake: true,
  baseline: true,
  bench: true,
  cpuFloor: true,
  deadline: true,
  emulator: true,
  from: true,
  jobs: true,
  keepFailed: true,
  output: true,
  reporter: true,
  sameAs: true,
  suite: true,
  tag: true,
}

/**
 * Parts the options of vitest's projects from those of the run.
 * @throws HarnessError `config-invalid`, with everything that is wrong
 */
export function readProjectsOptions(given: PlatformProjectsOptions): ReadOptions {
  const { include, exclude, name, unavailable = 'skip', ...others } = given
  const settings: UserConfig = Object.fromEntries(Object.entries(others).filter(([key]) => !Object.hasOwn(unused, key)))
  const patterns = readPatterns(include)
  const left = exclude === undefined ? undefined : readPatterns(exclude)
  const images = typeof given.image === 'string' ? 1 : 0
  const problem = problemsError([
    ...unknownKeys(others),
    ...(patterns === undefined || patterns.length === 0
      ? [wrong('include', 'names no test files', "write include: ['checks/**/*.test.ts']")]
      : []),
    ...(exclude !== undefined && left === undefined
      ? [wrong('exclude', 'is no pattern, and no list of patterns')]
      : []),
    ...(name === undefined || typeof name === 'string' ? [] : [wrong('name', 'is no text')]),
    ...(['skip', 'fail'].includes(unavailable) ? [] : [wrong('unavailable', 'is neither skip nor fail')]),
    ...(images + (given.build === undefined ? 0 : 1) === 1
      ? []
      : [wrong('image', 'has to be one image', "write image: 'ghcr.io/acme/app:1.4', or build: '.'")]),
    ...(given.build !== undefined && given.platform === undefined
      ? [wrong('platform', 'has to say what is built', "write platform: ['linux/amd64', 'linux/arm64']")]
      : []),
  ])
  if (problem !== undefined) throw problem
  return { include: patterns ?? [], exclude: left, name, unavailable, settings }
}

const place = 'definePlatformProjects'

function wrong(key: string, message: string, hint?: string): Problem {
  return { label: `${place}: ${key}`, message, code: 'config-invalid', ...(hint === undefined ? {} : { hint }) }
}

function unknownKeys(settings: object): readonly Problem[] {
  const settable = listOptions().filter(({ option }) => option.scope !== 'command-line')
  const known = [...own, ...settable.map(({ name }) => name)]
  return Object.keys(settings)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const near = closestWord(key, known)
      const hint = near === undefined ? 'it takes the words of everyarch.config.ts' : `did you mean ${near}?`
      return wrong(key, 'there is no such setting', hint)
    })
}

function readPatterns(given: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given]
  const patterns = list.filter((it) => typeof it === 'string' && it !== '')
  return patterns.length === list.length ? patterns.filter((it) => typeof it === 'string') : undefined
}
