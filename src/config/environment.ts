import { homedir } from 'node:os'
import { join } from 'node:path'

/** The environment's variables, by name. */
export type Variables = Readonly<Record<string, string | undefined>>

/** What the process's environment says, read once. An empty variable is as good as none. */
export interface Environment {
  /** All of them: for what is looked up by a name the user gave, and for what other programs would read. */
  readonly variables: Variables
  readonly homeDir: string
  /** The tool's own folder for what can be made again. https://specifications.freedesktop.org/basedir-spec/latest/ */
  readonly cacheDir: string
  readonly runtimeDir?: string
  /** `true`, `false`, or absent: then a terminal decides. https://no-color.org */
  readonly color?: boolean
  /** False where marks beyond ASCII would not be shown. */
  readonly isUnicode: boolean
  /** True where a line cannot be rewritten. */
  readonly isDumbTerminal: boolean
  readonly isCi: boolean
  readonly isGithubActions: boolean
  /** The file GitHub shows as the summary of a step. */
  readonly stepSummaryFile?: string
}

/** Reads the process's environment, or another one. The only place that does. */
export function readEnvironment(variables: Variables = process.env): Environment {
  const homeDir = variables['HOME'] || variables['USERPROFILE'] || homedir()
  const color = readColor(variables)
  const runtimeDir = variables['XDG_RUNTIME_DIR']
  const stepSummaryFile = variables['GITHUB_STEP_SUMMARY']
  return {
    variables,
    homeDir,
    cacheDir: join(variables['XDG_CACHE_HOME'] || join(homeDir, '.cache'), 'everyarch'),
    ...(runtimeDir ? { runtimeDir } : {}),
    ...(color === undefined ? {} : { color }),
    isUnicode: variables['TERM'] !== 'dumb' && hasUnicodeLocale(variables),
    isDumbTerminal: variables['TERM'] === 'dumb',
    isCi: isOn(variables['CI']) || isOn(variables['GITHUB_ACTIONS']),
    isGithubActions: isOn(variables['GITHUB_ACTIONS']),
    ...(stepSummaryFile ? { stepSummaryFile } : {}),
  }
}

/** A variable's value under any of its names; empty counts as not set. */
export function readVariable(variables: Variables, ...names: readonly string[]): string | undefined {
  return names.map((name) => variables[name]).find((value) => value !== undefined && value !== '')
}

function readColor(variables: Variables): boolean | undefined {
  if (readVariable(variables, 'NO_COLOR') !== undefined) return false
  const force = readVariable(variables, 'FORCE_COLOR')
  return force === undefined ? undefined : isOn(force)
}

/** The usual case where nothing is said is a container or a Mac, whose terminal knows Unicode. */
function hasUnicodeLocale(variables: Variables): boolean {
  const locale = readVariable(variables, 'LC_ALL', 'LC_CTYPE', 'LANG')
  return locale === undefined || /utf-?8/i.test(locale)
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false', 'no', 'off'].includes(value.toLowerCase())
}
