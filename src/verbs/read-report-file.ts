import { readFile, stat } from 'node:fs/promises'
import process from 'node:process'
import { addAbortSignal } from 'node:stream'
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
  return parseReport(await readBytes(path))
}

function parseReport(bytes: Uint8Array): RunReport | RunReports {
  if (bytes.length === 0)
    throw new HarnessError('report-invalid', 'it is empty: the run that was to write it ended early', { hint })
  return parseRunReports(parseDocument(bytes))
}

/**
 * The same, of a file that the user named among others; `-` is standard input.
 * @throws HarnessError `report-invalid`, of its name
 */
export async function readNamedReport(path: string, signal: AbortSignal): Promise<RunReport | RunReports> {
  try {
    return path === '-' ? parseReport(await readInput(signal)) : await readReportFile(path)
  } catch (thrown) {
    signal.throwIfAborted()
    const { code, message, cause, hint: next } = toHarnessError(thrown)
    throw new HarnessError(code, `${path === '-' ? 'standard input' : quoteText(path)}: ${message}`, {
      cause,
      ...(next === undefined ? {} : { hint: next }),
    })
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const found = await stat(path)
    if (!found.isFile()) throw new HarnessError('report-invalid', 'it is no file', { hint })
    if (found.size > maxReportBytes) throw tooLarge(`${found.size} bytes`)
    return await readFile(path)
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause
    throw new HarnessError('report-invalid', 'it cannot be read', { cause, hint })
  }
}

async function readInput(signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  // A pipe may be one that does not wait, which only the process's own stream for it can read.
  for await (const chunk of addAbortSignal(signal, process.stdin)) {
    const bytes = Buffer.from(chunk)
    sizeBytes += bytes.byteLength
    if (sizeBytes > maxReportBytes) throw tooLarge(`more than ${maxReportBytes} bytes`)
    chunks.push(bytes)
  }
  signal.throwIfAborted()
  return Buffer.concat(chunks)
}

function tooLarge(size: string): HarnessError {
  return new HarnessError('report-invalid', `it has ${size}, a report has at most ${maxReportBytes}`, { hint })
}

function parseDocument(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes, 'the report')
  } catch (cause) {
    if (isCutOff(bytes))
      throw new HarnessError('report-invalid', 'it is cut off: its JSON ends before it is whole', { hint })
    throw new HarnessError('report-invalid', 'it is no JSON document', { cause, hint })
  }
}

/** Whether it begins as a report does, and its last brace never came. */
function isCutOff(bytes: Uint8Array): boolean {
  const [first, last] = [bytes.find(isVisible), bytes.findLast(isVisible)]
  return first === 0x7b && last !== 0x7d
}

function isVisible(byte: number): boolean {
  return byte > 0x20
}
