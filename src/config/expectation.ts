import { noWants, readHeaderWant, readJsonWant, type AnswerWants } from './answer-wants.ts'
import { readTrust, readWants, wantKeys } from './http-endpoint.ts'
import { readPort, type TlsTrust } from './http-target.ts'
import { isPlainObject, listFields, openPartReader, readItems } from './parts.ts'
import { invalidValue, readSwitch, readText, readWords } from './readers.ts'
import { splitShellWords } from './shell-words.ts'
import { readStatuses } from './status-range.ts'
import { readTextPattern, type TextPattern } from './text-pattern.ts'

/** What must hold of an application, beside what must answer over HTTP: all of it. */
export interface Expected {
  /** The exit code it must end with by itself. */
  readonly exitCode?: number
  /** What each HTTP endpoint's answer must be like, beside what is said of that endpoint. */
  readonly answer: AnswerWants
  readonly trust?: TlsTrust
  /** Ports on which it must take connections. */
  readonly tcp: readonly number[]
  /** Each must be in a line it writes. */
  readonly log: readonly TextPattern[]
  /** Each must end with 0 in its container. */
  readonly commands: readonly (readonly string[])[]
  /** The image's own HEALTHCHECK must say so. */
  readonly healthcheck: boolean
}

type Piece = Partial<Expected>

const nothing: Expected = { answer: noWants, tcp: [], log: [], commands: [], healthcheck: false }
const keys = ['exit', ...wantKeys, 'tls', 'tcp', 'log', 'command', 'healthcheck'] as const
const hint =
  'write exit:0, status:200, body:TEXT, json:$.status=ok, header:NAME=TEXT, tls:any, tcp:6379, log:TEXT, command:WORDS or healthcheck; TEXT may be /a pattern/'

/**
 * `exit:0`, `log:ready` and the like, objects with the same words as keys, or a list of either.
 * @throws HarnessError `config-invalid`
 */
export function readExpected(raw: unknown): Expected {
  const pieces = readItems(raw, (item) => (isPlainObject(item) ? readObject(item) : readKind(item)))
  return pieces.reduce<Expected>((all, piece) => join(all, piece, raw), nothing)
}

function join(all: Expected, piece: Piece, raw: unknown): Expected {
  const { answer = noWants, tcp = [], log = [], commands = [], healthcheck = false, ...single } = piece
  if (all.exitCode !== undefined && single.exitCode !== undefined && all.exitCode !== single.exitCode) {
    throw invalidValue(raw, 'one end', `it can end with ${all.exitCode} or with ${single.exitCode}: name one`)
  }
  return {
    ...all,
    ...single,
    answer: {
      statuses: [...all.answer.statuses, ...answer.statuses],
      body: [...all.answer.body, ...answer.body],
      json: [...all.answer.json, ...answer.json],
      headers: [...all.answer.headers, ...answer.headers],
    },
    tcp: [...all.tcp, ...tcp],
    log: [...all.log, ...log],
    commands: [...all.commands, ...commands],
    healthcheck: all.healthcheck || healthcheck,
  }
}

const readCommand = readWords(splitShellWords)

/** How each kind's text is read. */
const kinds: Readonly<Record<(typeof keys)[number], (text: string) => Piece>> = {
  exit: (text) => ({ exitCode: readExitCode(text) }),
  status: (text) => ({ answer: { ...noWants, statuses: readStatuses(text) } }),
  body: (text) => ({ answer: { ...noWants, body: [readTextPattern(text)] } }),
  json: (text) => ({ answer: { ...noWants, json: [readJsonWant(text)] } }),
  header: (text) => ({ answer: { ...noWants, headers: [readHeaderWant(text)] } }),
  tls: (text) => ({ trust: readTrust(text) }),
  tcp: (text) => ({ tcp: [readPort(text)] }),
  log: (text) => ({ log: [readTextPattern(text)] }),
  command: (text) => ({ commands: [readCommand(text)] }),
  healthcheck: (text) => ({ healthcheck: readSwitch(text) }),
}

function readKind(raw: unknown): Piece {
  const text = readText(raw)
  const end = text.indexOf(':')
  const word = (end === -1 ? text : text.slice(0, end)).trim()
  const kind = keys.find((key) => key === word)
  if (kind === undefined || (end === -1 && kind !== 'healthcheck')) throw invalidValue(raw, 'an expectation', hint)
  return kinds[kind](end === -1 ? 'true' : text.slice(end + 1))
}

function readObject(raw: object): Piece {
  const parts = openPartReader()
  const fields = listFields(parts, raw, keys)
  const read = <T>(key: string, reader: (value: unknown) => T): T | undefined =>
    fields.has(key) ? parts.read(`.${key}`, () => reader(fields.get(key))) : undefined
  const [exitCode, trust] = [read('exit', readExitCode), read('tls', readTrust)]
  const [tcp, log] = [read('tcp', (it) => readItems(it, readPort)), read('log', (it) => readItems(it, readTextPattern))]
  const [command, healthcheck] = [read('command', readCommand), read('healthcheck', readSwitch)]
  const answer = readWants(parts, fields)
  parts.finish()
  return {
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(trust === undefined ? {} : { trust }),
    ...(tcp === undefined ? {} : { tcp }),
    ...(log === undefined ? {} : { log }),
    ...(command === undefined ? {} : { commands: [command] }),
    ...(healthcheck === undefined ? {} : { healthcheck }),
    answer,
  }
}

function readExitCode(raw: unknown): number {
  const text = String(raw).trim()
  if (!/^\d{1,3}$/.test(text) || Number(text) > 255) {
    throw invalidValue(raw, 'an exit code', 'write exit:0; N is 0 to 255')
  }
  return Number(text)
}
