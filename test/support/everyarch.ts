import { fileURLToPath } from 'node:url'
import { requireReportSchema } from './report-schema.ts'
import { type ProcessOptions, type ProcessResult, type RunningProcess, startProcess } from './run-process.ts'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const flags = ['--conditions=everyarch-source', '--disable-warning=ExperimentalWarning']

/** Runs the command line from the sources to its end. */
export async function runEveryarch(args: readonly string[], options: ProcessOptions = {}): Promise<ProcessResult> {
  return startEveryarch(args, options).finished
}

/** Starts the command line from the sources, to be interrupted or watched. */
export function startEveryarch(args: readonly string[], options: ProcessOptions = {}): RunningProcess {
  return startProcess(process.execPath, [...flags, main, ...args], { timeoutMs: 120_000, ...options })
}

/** The same as a line for a shell. */
export function everyarchLine(args: readonly string[]): string {
  const words = [process.execPath, ...flags, main, ...args]
  return words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ')
}

/** The one JSON document on a command's standard output; a report is one by its published schema. */
export function parseStdout({ stdout, stderr }: ProcessResult): unknown {
  const document = parseDocument(stdout, stderr)
  // What has a verdict is a report, and what lists has none.
  return typeof document === 'object' && document !== null && 'verdict' in document
    ? requireReportSchema(document)
    : document
}

function parseDocument(stdout: string, stderr: string): unknown {
  try {
    return JSON.parse(stdout)
  } catch (cause) {
    throw new Error(`standard output is no JSON document:\n${stdout}\n${stderr}`, { cause })
  }
}
