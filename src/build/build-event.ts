import { HarnessError } from '../errors.ts'
import { asDigest } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import { asObject, asString, parseJson, type JsonObject } from '../oci/json.ts'

/** What BuildKit says of a step; times are milliseconds since 1970, on the builder's clock. */
export interface VertexEvent {
  readonly kind: 'vertex'
  readonly id: Digest
  readonly name: string
  /** What it works on, what it goes on from first. */
  readonly inputs: readonly Digest[]
  readonly startedMs?: number
  readonly endedMs?: number
  readonly isCached: boolean
  readonly error?: string
}

/** Output of a step. */
export interface OutputEvent {
  readonly kind: 'output'
  readonly id: Digest
  readonly text: string
}

/** A warning of the Dockerfile's own checks. */
export interface WarningEvent {
  readonly kind: 'warning'
  readonly message: string
  readonly line?: number
}

/** A line that is no event: buildx's own words, an error of the whole build among them. */
export interface TextEvent {
  readonly kind: 'text'
  readonly text: string
}

export type BuildEvent = VertexEvent | OutputEvent | WarningEvent | TextEvent

/** What one line of `docker buildx build --progress rawjson` says; total, whatever the line is. */
export function parseBuildLine(line: string): readonly BuildEvent[] {
  if (!line.startsWith('{')) return [{ kind: 'text', text: line }]
  try {
    const status = asObject(parseJson(Buffer.from(line), 'the progress'))
    return [
      ...status.list('vertexes', parseVertex),
      ...status.list('logs', parseOutput),
      ...status.list('warnings', parseWarning),
    ]
  } catch (error) {
    if (error instanceof HarnessError) return [{ kind: 'text', text: line }]
    throw error
  }
}

function parseVertex(value: unknown, where: string): VertexEvent {
  const vertex = asObject(value, where)
  const [startedMs, endedMs] = [readTime(vertex, 'started'), readTime(vertex, 'completed')]
  const error = vertex.optionalString('error') ?? ''
  return {
    kind: 'vertex',
    id: vertex.required('digest', asDigest),
    name: vertex.optionalString('name') ?? '',
    inputs: vertex.list('inputs', asDigest),
    isCached: vertex.optionalBoolean('cached') ?? false,
    ...(startedMs === undefined ? {} : { startedMs }),
    ...(endedMs === undefined ? {} : { endedMs }),
    ...(error === '' ? {} : { error }),
  }
}

function parseOutput(value: unknown, where: string): OutputEvent {
  const log = asObject(value, where)
  const text = Buffer.from(log.optionalString('data') ?? '', 'base64').toString()
  return { kind: 'output', id: log.required('vertex', asDigest), text }
}

function parseWarning(value: unknown, where: string): WarningEvent {
  const warning = asObject(value, where)
  const [range] = warning.list('range', (it, at) => asObject(it, at))
  const line = range?.optionalObject('start')?.optionalInteger('line')
  const message = Buffer.from(warning.optionalString('short') ?? '', 'base64').toString()
  return { kind: 'warning', message, ...(line === undefined ? {} : { line }) }
}

/** https://www.rfc-editor.org/rfc/rfc3339, with nanoseconds, which Date does not keep. */
function readTime(object: JsonObject, key: string): number | undefined {
  const text = object.optional(key, asString)
  if (text === undefined) return undefined
  const [, seconds, fraction = ''] = /^(.*?\d{2}:\d{2}:\d{2})(?:\.(\d+))?Z$/.exec(text) ?? []
  const ms = Date.parse(`${seconds ?? text}${seconds === undefined ? '' : 'Z'}`)
  return Number.isNaN(ms) ? undefined : ms + Number(`0.${fraction === '' ? '0' : fraction}`) * 1000
}
