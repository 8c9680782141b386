import { inspect } from 'node:util'
import type { VerbName } from '../config/verb-name.ts'
import { toHarnessError } from '../errors.ts'
import { createFailureReport, redactCredentials } from '../report/error-report.ts'
import type { RunReport } from '../report/report.ts'
import type { Screen } from './screen.ts'

export interface FailureOptions {
  readonly verb: VerbName | undefined
  readonly debug: boolean
  /** The image, where there is just one. */
  readonly reference?: string | undefined
}

/** Prints an error that left nothing else to tell, and makes it a report for those who read JSON. */
export async function printFailure(screen: Screen, thrown: unknown, options: FailureOptions): Promise<RunReport> {
  const { toolInfo } = await import('../verbs/context.ts')
  const report = createFailureReport({
    tool: toolInfo(),
    command: options.verb ?? 'help',
    reference: options.reference,
    thrown,
    createdAt: new Date(),
  })
  screen.printErrors(report.errors)
  if (options.debug) screen.printAside(describeStack(thrown))
  return report
}

/** Where an error and its causes come from, for people who will look there. */
function describeStack(thrown: unknown): readonly string[] {
  const text = inspect(toHarnessError(thrown), { depth: 6, breakLength: 120 })
  return redactCredentials(text).split('\n')
}
