import { isErrorCode } from '../errors.ts'
import { readFields, readGuarded, readText } from './json-fields.ts'
import type { ErrorReport } from './report.ts'

const sentence = readText(100_000)

/** An error of the run. @throws HarnessError `report-invalid` */
export function parseError(value: unknown, path: string): ErrorReport {
  const fields = readFields(value, path)
  return {
    code: fields.required('code', readGuarded(isErrorCode, 'a known error code')),
    message: fields.required('message', sentence),
    ...fields.optional('hint', sentence),
    ...fields.optional('cause', sentence),
  }
}
