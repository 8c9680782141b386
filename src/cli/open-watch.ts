import type { ResolvedConfig } from '../config/resolved-config.ts'
import { reportsVerdict, type VerbName } from '../config/verb-name.ts'
import { renderBuildEnd } from '../../reporters/build-text.ts'
import { escapeControl } from '../report/escape.ts'
import type { BuildEndEvent } from '../report/event.ts'
import type { Reporter } from '../report/reporter.ts'
import { broadcast, type Broadcast } from './broadcast.ts'
import { takesStandardOutput } from './choose-documents.ts'
import { canRewrite, styleOf } from './presentation.ts'
import type { Screen } from './screen.ts'
import type { CommandLineSituation } from './situation.ts'
import { isToldTogether } from './told-together.ts'

/** Opens what shows a command's events to a person. */
export async function openWatch(
  verb: VerbName,
  config: ResolvedConfig,
  screen: Screen,
  situation: CommandLineSituation,
): Promise<Broadcast> {
  // A command that only lists is over before there would be much to watch.
  if (!reportsVerdict(verb)) return broadcast(config.quiet ? [] : [noticesOnly(screen)])
  const { now } = situation
  const progress = await openProgress(config, screen, situation)
  if (isToldTogether(verb, config)) return broadcast([progress])
  const { openResultPrinter } = await import('./result-printer.ts')
  const results = openResultPrinter({ screen, now, quiet: config.quiet, isDataTaken: takesStandardOutput(config) })
  return broadcast([progress, results])
}

async function openProgress(
  { quiet, color }: ResolvedConfig,
  screen: Screen,
  { terminal, environment, now }: CommandLineSituation,
): Promise<Reporter> {
  if (quiet) return { onBuildEnd: (event) => printFailedBuild(screen, event) }
  if (canRewrite(terminal.stderr, environment)) {
    const { openLiveReporter } = await import('./live-reporter.ts')
    return openLiveReporter(terminal, () => styleOf(terminal.stderr, environment, color), now)
  }
  const { openProgressLog } = await import('./progress-log.ts')
  return openProgressLog(screen, now)
}

function printFailedBuild(screen: Screen, { report }: BuildEndEvent): void {
  if (report.failure !== undefined) screen.printAside(renderBuildEnd(screen.errorStyle, report))
}

function noticesOnly(screen: Screen): Reporter {
  return { onNotice: ({ message }) => screen.printAside([escapeControl(message, 1000)]) }
}
