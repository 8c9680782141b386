import { readFile, stat } from 'node:fs/promises'
import { HarnessError, toHarnessError } from '../errors.ts'
import { parseJson } from '../oci/json.ts'
import { quoteText } from '../oci/quote.ts'
import { parseRunReports } from '../report/parse.ts'
import type { RunReport } from '../report/report.ts'
import type { RunReports } from '../report/run-reports.ts'

const maxReportBytes = 256 * 1024 * 1024
const hint = 'give a report that everyarch wrote with --json or --reporter json=FILE'

/** Reads a saved report; it may come from anywhere. @throws HarnessError `report-invalid`, of "it" */
export async function readReportFile(path: string): Promise<RunReport | RunReports> {
  const bytes = await readBytes(path)
  if (bytes.length === 0)
    throw new HarnessError('report-invalid', 'it is empty: the run that was to write it ended early', { hint })
  return parseRunReports(parseDocument(bytes))
}

/** The same, of a file that the user named among others. @throws HarnessError `report-invalid`, of its name */
export async function readNamedReport(path: string): Promise<RunReport | RunReports> {
  try {
    return await readReportFile(path)
  } catch (thrown) {
    const { code, message, cause, hint: next } = toHarnessError(thrown)
    throw new HarnessError(code, `${quoteText(path)}: ${message}`, {
      cause,
      ...(next === undefined ? {} : { hint: next }),
    })
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const found = await stat(path)
    if (!found.isFile()) throw new HarnessError('report-invalid', 'it is no file', { hint })
    if (found.size > maxReportBytes) {
      throw new HarnessError('report-invalid', `it has ${found.size} bytes, a report has at most ${maxReportBytes}`, {
        hint,
      })
    }
    return await readFile(path)
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause
    throw new HarnessError('report-invalid', 'it cannot be read', { cause, hint })
  }
}

function parseDocument(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes, 'the report')
  } catch (cause) {
    throw new HarnessError('report-invalid', 'it is no JSON document', { cause, hint })
  }
}
