import type { ResolvedConfig } from '../config/resolved-config.ts'
import { reportsVerdict, type VerbName } from '../config/verb-name.ts'
import { escapeControl } from '../report/escape.ts'
import { takesStandardOutput } from './choose-documents.ts'
import { guardSink, type GuardedSink } from './guard-sink.ts'
import { canRewrite } from './presentation.ts'
import type { Screen } from './screen.ts'
import type { CommandLineSituation } from './situation.ts'

/** Opens what shows a command's events; one that only lists is over before there would be much to watch. */
export async function openWatch(
  verb: VerbName,
  config: ResolvedConfig,
  screen: Screen,
  { terminal, environment, now }: CommandLineSituation,
): Promise<GuardedSink> {
  if (!reportsVerdict(verb)) {
    return guardSink({
      onEvent: (event) => event.kind === 'notice' && screen.printAside([escapeControl(event.message, 1000)]),
      close: () => undefined,
    })
  }
  const { watchRun } = await import('./watch-run.ts')
  return guardSink(
    watchRun({
      terminal,
      screen,
      now,
      quiet: config.quiet,
      isLive: canRewrite(terminal.stderr, environment),
      isDataTaken: takesStandardOutput(config),
    }),
  )
}
