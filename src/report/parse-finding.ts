import { isFindingCode } from './finding-codes.ts'
import type { Finding, Json } from './finding.ts'
import { invalid, isObject, readFields, readGuarded, readText, readWord } from './json-fields.ts'

const maxEvidenceDepth = 16
/** Of one finding: a list of files may be long. */
const maxEvidenceValues = 100_000
const maxTextLength = 100_000

/** A finding of a report. @throws HarnessError `report-invalid` */
export function parseFinding(value: unknown, path: string): Finding {
  const fields = readFields(value, path)
  return {
    code: fields.required('code', readGuarded(isFindingCode, 'a known finding code')),
    severity: fields.required('severity', readWord('error', 'environment', 'inconclusive', 'warning', 'info')),
    message: fields.required('message', readText(maxTextLength)),
    evidence: fields.required('evidence', parseEvidence),
    ...fields.optional('hint', readText(maxTextLength)),
  }
}

function parseEvidence(value: unknown, path: string): Finding['evidence'] {
  if (!isObject(value)) return invalid(path, 'an object', value)
  const budget = { values: maxEvidenceValues }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, parseJson(item, `${path}.${key}`, maxEvidenceDepth, budget)]),
  )
}

function parseJson(value: unknown, path: string, depth: number, budget: { values: number }): Json {
  budget.values -= 1
  if (budget.values < 0) return invalid(path, `part of at most ${maxEvidenceValues} values`, value)
  if (depth === 0) return invalid(path, `at most ${maxEvidenceDepth} levels deep`, value)
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : invalid(path, 'a finite number', value)
  if (typeof value === 'string') return readText(maxTextLength)(value, path)
  if (Array.isArray(value)) {
    return value.map((item: unknown, position) => parseJson(item, `${path}[${position}]`, depth - 1, budget))
  }
  if (!isObject(value)) return invalid(path, 'a JSON value other than null', value)
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, parseJson(item, `${path}.${key}`, depth - 1, budget)]),
  )
}
