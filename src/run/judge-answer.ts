import { isDeepStrictEqual } from 'node:util'
import type { AnswerWants, HeaderWant, JsonWant } from '../config/answer-wants.ts'
import { followJsonPath } from '../config/json-path.ts'
import { formatStatuses, includesStatus, type StatusRange } from '../config/status-range.ts'
import { formatTextPattern, type TextPattern } from '../config/text-pattern.ts'
import { quoteText } from '../oci/quote.ts'
import { escapeControl } from '../report/escape.ts'
import type { HttpAnswer } from './exchange.ts'
import { findMatch } from './match-text.ts'

// https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#define-a-liveness-http-request
const usualStatuses: readonly StatusRange[] = [{ first: 200, last: 399 }]
const shownLength = 60

/**
 * What is wrong with an answer, said after "it"; nothing when it is as wanted.
 * @throws HarnessError `limit-exceeded` when a pattern takes too long
 */
export function judgeAnswer(answer: HttpAnswer, wants: AnswerWants): string | undefined {
  const statuses = wants.statuses.length === 0 ? usualStatuses : wants.statuses
  if (!includesStatus(statuses, answer.status)) {
    const noun = wants.statuses.length === 0 ? 'a status from 200 to 399' : formatStatuses(statuses)
    return `answered ${answer.status}, not ${noun}`
  }
  for (const want of wants.headers) {
    const problem = judgeHeader(answer, want)
    if (problem !== undefined) return problem
  }
  for (const pattern of wants.body) {
    if (findMatch(pattern, [answer.body]) === -1) {
      const where = answer.isCut ? 'in the first 1 MiB of its body' : 'in its body'
      return `answered without ${formatTextPattern(pattern)} ${where}: ${quoteText(answer.body.trim(), shownLength)}`
    }
  }
  return wants.json.length === 0 ? undefined : judgeJson(answer, wants.json)
}

function judgeHeader({ headers }: HttpAnswer, { name, value }: HeaderWant): string | undefined {
  const found = headers[name]
  if (found === undefined) return `answered without the header ${name}`
  const texts = typeof found === 'string' ? [found] : found
  if (value === undefined || findMatch(value, texts) !== -1) return undefined
  return `answered with ${name}: ${escapeControl(texts.join(', '), shownLength)}, not ${formatTextPattern(value)}`
}

function judgeJson({ body, isCut }: HttpAnswer, wants: readonly JsonWant[]): string | undefined {
  if (isCut) return 'answered with more than 1 MiB, too much to be read as JSON'
  const document = parseJson(body)
  if (document === undefined) return `answered something that is not JSON: ${quoteText(body.trim(), shownLength)}`
  for (const want of wants) {
    const found = followJsonPath(document.value, want.path)
    const path = escapeControl(want.text, shownLength)
    if (found === undefined) return `answered JSON without ${path}`
    if (want.value !== undefined && !isWanted(found, want.value)) {
      return `answered JSON with ${escapeControl(JSON.stringify(found), shownLength)}, not ${path}`
    }
  }
  return undefined
}

function isWanted(found: unknown, want: NonNullable<JsonWant['value']>): boolean {
  if (want.kind === 'pattern') return findMatch(want.pattern, [textOf(found)]) !== -1
  if (found === want.text) return true
  const value = parseJson(want.text)
  return value !== undefined && isDeepStrictEqual(found, value.value)
}

function textOf(found: unknown): string {
  return typeof found === 'string' ? found : JSON.stringify(found)
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

/** What was proven beside the status: ` with $.status=ok`. */
export function describeWants({ body, json, headers }: AnswerWants): string {
  const words = [
    ...json.map(({ text }) => escapeControl(text, shownLength)),
    ...body.map((pattern) => shorten(pattern)),
    ...headers.map(({ name, value }) => (value === undefined ? name : `${name} ${shorten(value)}`)),
  ]
  return words.length === 0 ? '' : ` with ${words.join(', ')}`
}

function shorten(pattern: TextPattern): string {
  return escapeControl(formatTextPattern(pattern), shownLength)
}
