import { formatShellLine } from '../report/shell-line.ts'
import type { AnswerWants } from './answer-wants.ts'
import type { Expected } from './expectation.ts'
import { formatHttpTarget, type TlsTrust } from './http-target.ts'
import type { RunSettings } from './run-settings.ts'
import type { StatusRange } from './status-range.ts'
import type { TextPattern } from './text-pattern.ts'

type Flag = readonly [name: string, value: string]

/** A report's reader takes no longer one. */
const longestValue = 2000

/**
 * The flags that run an image so again: what must hold, as who and with what command it runs, and the suites. Of variables
 * only the names: `--env NAME` takes the value from where it is run again.
 */
export function listRunFlags(settings: RunSettings, suites: readonly string[]): readonly string[] {
  const { http = [], expected, command, env, container } = settings
  const { entrypoint, user, workdir } = container
  const flags: readonly Flag[] = [
    ...http.map((target): Flag => ['--http', formatHttpTarget(target)]),
    ...listExpectations(settings).map((text): Flag => ['--expect', text]),
    ...(expected?.commands ?? []).map((words): Flag => ['--expect', `command:${formatShellLine(words)}`]),
    ...(entrypoint === undefined ? [] : [['--entrypoint', formatShellLine(entrypoint)] as const]),
    ...(command === undefined ? [] : [['--command', formatShellLine(command)] as const]),
    ...Object.keys(env).map((name): Flag => ['--env', name]),
    ...Object.keys(container.secretEnv ?? {}).map((name): Flag => ['--secret-env', name]),
    ...(user === undefined ? [] : [['--user', user] as const]),
    ...(workdir === undefined ? [] : [['--workdir', workdir] as const]),
    ...suites.map((pattern): Flag => ['--suite', pattern]),
  ]
  return flags.filter(([, value]) => value.length <= longestValue).flat()
}

function listExpectations({ http = [], expected }: RunSettings): readonly string[] {
  // A flag says what all answers must be like: what only one of several endpoints must is said nowhere but in a file.
  const [only] = http.length === 1 ? http : []
  return [
    ...(only === undefined ? [] : [...formatWants(only.wants), ...formatTrust(only.trust)]),
    ...(expected === undefined ? [] : formatExpected(expected)),
  ]
}

function formatExpected({ exitCode, answer, trust, tcp, log, healthcheck }: Expected): readonly string[] {
  return [
    ...(exitCode === undefined ? [] : [`exit:${exitCode}`]),
    ...formatWants(answer),
    ...formatTrust(trust),
    ...tcp.map((port) => `tcp:${port}`),
    ...log.map((pattern) => `log:${formatPattern(pattern)}`),
    ...(healthcheck ? ['healthcheck'] : []),
  ]
}

function formatWants({ statuses, body, json, headers }: AnswerWants): readonly string[] {
  return [
    ...(statuses.length === 0 ? [] : [`status:${statuses.map(formatRange).join(',')}`]),
    ...body.map((pattern) => `body:${formatPattern(pattern)}`),
    ...json.map(({ text }) => `json:${text}`),
    ...headers.map(({ name, value }) => `header:${name}${value === undefined ? '' : `=${formatPattern(value)}`}`),
  ]
}

function formatTrust(trust: TlsTrust | undefined): readonly string[] {
  return trust === undefined ? [] : [`tls:${trust.kind === 'any' ? 'any' : trust.file}`]
}

function formatRange({ first, last }: StatusRange): string {
  return first === last ? `${first}` : `${first}-${last}`
}

function formatPattern(pattern: TextPattern): string {
  return pattern.kind === 'text' ? pattern.text : `/${pattern.source}/${pattern.flags}`
}
