import type { ResolvedConfig } from '../config/resolved-config.ts'
import { reportsVerdict, type VerbName } from '../config/verb-name.ts'
import { formatJson } from '../report/format-json.ts'
import type { ErrorReport, ExitCode, RunReport } from '../report/report.ts'
import { addErrors, isRunReports, listRunReports, type RunReports } from '../report/run-reports.ts'
import type { Broadcast } from './broadcast.ts'
import { chooseDocuments, takesStandardOutput } from './choose-documents.ts'
import { printFailure } from './failure.ts'
import type { ListingOutcome, Outcome } from './outcome.ts'
import { openWatch } from './open-watch.ts'
import { openScreen, type Screen } from './screen.ts'
import type { CommandLineSituation } from './situation.ts'
import { isToldTogether } from './told-together.ts'

/** One command being run with its settings. */
interface Execution {
  readonly verb: VerbName
  readonly config: ResolvedConfig
  readonly situation: CommandLineSituation
  readonly screen: Screen
  readonly watch: Broadcast
  readonly startedAtMs: number
}

/** Runs a command and prints what it came to. */
export async function executeVerb(
  verb: VerbName,
  config: ResolvedConfig,
  situation: CommandLineSituation,
): Promise<ExitCode> {
  const { terminal, environment } = situation
  const screen = openScreen(terminal, environment, config.color)
  const startedAtMs = situation.now()
  const watch = await openWatch(verb, config, screen, situation)
  const execution = { verb, config, situation, screen, watch, startedAtMs }
  const outcome = await runToOutcome(execution)
  execution.watch.close()
  const exitCode = await tellOutcome(outcome, execution)
  await Promise.all([terminal.stdout.flush(), terminal.stderr.flush()])
  return exitCode
}

async function tellOutcome(outcome: Attempt, execution: Execution): Promise<ExitCode> {
  const { verb, config, situation } = execution
  if (outcome.kind === 'listing') return printListing(outcome, execution)
  if (outcome.kind === 'report' || reportsVerdict(verb))
    return writeReport(await reportOf(outcome, execution), execution)
  const { schemaVersion, tool, image, errors, exitCode } = await printFailed(outcome, execution)
  // What only lists has no verdict, also when there is nothing to list.
  const document = { schemaVersion, tool, ...(image === undefined ? {} : { image }), errors }
  if (config.json) situation.terminal.stdout.write(formatJson(document))
  return exitCode
}

interface Failure {
  readonly kind: 'failure'
  readonly thrown: unknown
}

type Attempt = Outcome | Failure

async function runToOutcome({ verb, config, situation, watch }: Execution): Promise<Attempt> {
  const message = 'stopping, and removing what was started; press again to stop at once'
  const interrupt = situation.listenForInterrupt(() => watch.onEvent({ kind: 'notice', message }))
  try {
    const verbs = situation.verbs ?? (await import('./run-verb.ts')).runVerb
    const { environment } = situation
    const { signal } = interrupt
    const { ask } = situation.terminal
    return await verbs[verb](config, {
      environment,
      signal,
      onEvent: watch.onEvent,
      ...(ask === undefined || environment.isCi ? {} : { ask: (question: string) => ask(question, signal) }),
    })
  } catch (thrown) {
    return { kind: 'failure', thrown: interrupt.signal.aborted ? interrupt.signal.reason : thrown }
  } finally {
    interrupt.close()
  }
}

async function reportOf(
  attempt: Exclude<Attempt, ListingOutcome>,
  execution: Execution,
): Promise<RunReport | RunReports> {
  const { verb, config, screen, situation, startedAtMs } = execution
  if (attempt.kind === 'report') {
    const { report } = attempt
    if (isRunReports(report) || isToldTogether(verb, config)) {
      const { printTogether } = await import('./results-together.ts')
      const { now } = situation
      const options = { screen, quiet: config.quiet, isDataTaken: takesStandardOutput(config), now }
      printTogether(options, report, now() - startedAtMs)
    }
    return report
  }
  return printFailed(attempt, execution)
}

function printFailed({ thrown }: Failure, { verb, config, screen }: Execution): Promise<RunReport> {
  const [reference, ...others] = config.images
  const named = others.length === 0 ? reference : undefined
  return printFailure(screen, thrown, { verb, debug: config.debug, reference: named })
}

/** Writes the documents that were asked for; the terminal has had its own already. */
async function writeReport(report: RunReport | RunReports, execution: Execution): Promise<ExitCode> {
  const { verb, config, situation, screen, watch } = execution
  const known = addErrors(report, watch.errors())
  const reporters = chooseDocuments(verb, config, situation.environment)
  if (reporters.length === 0) {
    screen.printErrors(watch.errors())
    return known.exitCode
  }
  const { writeDocuments } = await import('./write-documents.ts')
  const written = await writeDocuments(known, {
    reporters,
    cwd: situation.cwd,
    readme: { columns: config.readmeColumns, words: config.readmeWords },
    print: (text) => situation.terminal.stdout.write(text),
    stepSummaryFile: situation.environment.stepSummaryFile,
  })
  const told = new Set(listErrors(report))
  screen.printErrors(listErrors(written).filter((error) => !told.has(error)))
  return written.exitCode
}

function listErrors(report: RunReport | RunReports): readonly ErrorReport[] {
  return listRunReports(report).flatMap(({ errors }) => errors)
}

/** Of these the list itself was asked for, also when nobody wants to hear more. */
const listingVerbs: readonly VerbName[] = [
  'init',
  'platforms',
  'plan',
  'resolve',
  'readme',
  'builder ls',
  'builder inspect',
]

function printListing(
  { document, render, errors, exitCode }: ListingOutcome,
  { verb, config, situation, screen }: Execution,
): ExitCode {
  // A matrix is JSON already, of one line: that is how a job's output holds it.
  if (config.json && !config.matrix) situation.terminal.stdout.write(formatJson(document))
  else if (!config.quiet || exitCode !== 0 || listingVerbs.includes(verb)) screen.printData(render(screen.style))
  screen.printErrors(errors)
  return exitCode
}
