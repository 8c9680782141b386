import { HarnessError, toHarnessError } from '../errors.ts'

/** Takes secret values out of what is shown or kept. */
export interface Redactor {
  /** @param isCut true for a text that may end within a secret */
  text(text: string, isCut?: boolean): string
  /** Plain data with every text in it redacted, but for the words a report is read by: codes, platforms, verdicts. */
  data<T>(value: T): T
  error(thrown: unknown): HarnessError
}

const mask = '***'
/** What tells nothing is left: shorter parts of a secret, where a text was cut. */
const minPart = 4
/** Where a text was cut. */
const cut = '…'

/** Words of the report's own, which no application has a say in. */
const ownWords: ReadonlySet<string> = new Set([
  'code',
  'severity',
  'status',
  'verdict',
  'kind',
  'state',
  'name',
  'version',
  'source',
  'platform',
  'platforms',
  'declared',
  'digest',
  'mediaType',
  'createdAt',
  'uname',
])

/** @param secrets values to be taken out, also as JSON, addresses and base64 spell them */
export function createRedactor(secrets: readonly string[]): Redactor {
  const forms = [...new Set(secrets.flatMap(spellings))].toSorted((a, b) => b.length - a.length)
  if (forms.length === 0) return { text: (text) => text, data: (value) => value, error: toHarnessError }
  const whole = new RegExp(forms.map(escapePattern).join('|'), 'g')
  const text = (raw: string, isCut = false): string => {
    const masked = raw.replaceAll(whole, mask)
    if (!isCut && !masked.includes(cut)) return masked
    const parts = masked.split(cut)
    return parts
      .map((part, position) => {
        const tail = isCut || position < parts.length - 1 ? maskEnd(part, forms) : part
        return position > 0 ? maskStart(tail, forms) : tail
      })
      .join(cut)
  }
  function data<T>(value: T): T
  function data(value: unknown): unknown {
    if (typeof value === 'string') return text(value)
    if (Array.isArray(value)) return value.map((item: unknown) => data(item))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, item]: [string, unknown]) => [key, isOwn(key, item) ? item : data(item)]),
    )
  }
  return { text, data, error: (thrown) => redactError(toHarnessError(thrown), text, data) }
}

function isOwn(key: string, value: unknown): boolean {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value]
  return ownWords.has(key) && texts.every((text) => typeof text === 'string')
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
}

/** A secret of several lines is written line by line. */
function spellings(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim())
  const parts = [secret, ...lines.filter((line) => line.length >= 2 * minPart)]
  return parts
    .flatMap((part) => [
      part,
      JSON.stringify(part).slice(1, -1),
      encodeURIComponent(part.toWellFormed()),
      Buffer.from(part).toString('base64').replace(/=+$/, ''),
      Buffer.from(part).toString('base64url'),
    ])
    .filter((form) => form.length >= minPart)
}

function maskEnd(text: string, forms: readonly string[]): string {
  const longest = Math.max(...forms.map((form) => longestPart(form, (length) => text.endsWith(form.slice(0, length)))))
  return longest === 0 ? text : `${text.slice(0, -longest)}${mask}`
}

function maskStart(text: string, forms: readonly string[]): string {
  const longest = Math.max(...forms.map((form) => longestPart(form, (length) => text.startsWith(form.slice(-length)))))
  return longest === 0 ? text : `${mask}${text.slice(longest)}`
}

function longestPart(form: string, holds: (length: number) => boolean): number {
  for (let length = form.length - 1; length >= minPart; length--) if (holds(length)) return length
  return 0
}

function redactError(error: HarnessError, text: Redactor['text'], data: Redactor['data']): HarnessError {
  const { code, message, hint, details, cause, stack } = error
  const redacted = new HarnessError(code, text(message), {
    ...(hint === undefined ? {} : { hint: text(hint) }),
    details: data(details),
    ...(cause === undefined ? {} : { cause: redactCause(cause, text) }),
  })
  if (stack !== undefined) redacted.stack = text(stack)
  return redacted
}

/** Of a cause only its words are kept: what else it holds nobody can tell. */
function redactCause(cause: unknown, text: Redactor['text']): unknown {
  if (!(cause instanceof Error)) return text(String(cause))
  const redacted = new Error(
    text(cause.message),
    cause.cause === undefined ? {} : { cause: redactCause(cause.cause, text) },
  )
  redacted.name = cause.name
  if (cause.stack !== undefined) redacted.stack = text(cause.stack)
  return redacted
}
