import { parseCommandLine, type CommandLine } from '../config/command-line.ts'
import { resolveConfig } from '../config/resolve.ts'
import { isVerbName } from '../config/verb-name.ts'
import { formatJson } from '../report/format-json.ts'
import type { ExitCode } from '../report/report.ts'
import { openScreen, type Screen } from './screen.ts'
import type { CommandLineSituation } from './situation.ts'

/** Does what a command line asks for, and says with which exit code the process ends. */
export async function runCommandLine(situation: CommandLineSituation): Promise<ExitCode> {
  const { argv, terminal, environment, cwd } = situation
  const { json, debug, color } = readEarlyFlags(argv)
  const screen = openScreen(terminal, environment, color)
  // Flags may come before it, and a command line that cannot be read has a command all the same.
  let verb = [
    argv
      .filter((word) => !word.startsWith('-'))
      .slice(0, 2)
      .join(' '),
    ...argv,
  ].find(isVerbName)
  try {
    const commandLine = parseCommandLine(argv)
    verb = commandLine.verb
    if (commandLine.wants !== 'verb' || verb === undefined) return await answerQuestion(commandLine, screen)
    const config = await resolveConfig({ commandLine: { ...commandLine, verb }, environment, cwd })
    if (config.reporters.some(({ name }) => name === 'own')) {
      const { requireOwnReporters } = await import('./own-reporter.ts')
      await requireOwnReporters(config.reporters, cwd)
    }
    const { executeVerb } = await import('./execute-verb.ts')
    return await executeVerb(verb, config, situation)
  } catch (thrown) {
    const { printFailure } = await import('./failure.ts')
    const report = await printFailure(screen, thrown, { verb, debug })
    if (json) terminal.stdout.write(formatJson(report))
    return report.exitCode
  }
}

/** Prints help or the version; help that nobody asked for goes beside the data, and is an error. */
async function answerQuestion({ wants, verb }: CommandLine, screen: Screen): Promise<ExitCode> {
  if (wants === 'version') {
    const { toolInfo } = await import('../verbs/context.ts')
    screen.printData([toolInfo().version])
    return 0
  }
  const { renderHelp } = await import('./help.ts')
  if (wants === 'help') screen.printData(renderHelp(screen.style, verb))
  else screen.printAside(renderHelp(screen.errorStyle, verb))
  return wants === 'help' ? 0 : 2
}

/** What decides how an error is shown when the command line itself is wrong. */
function readEarlyFlags(argv: readonly string[]): { json: boolean; debug: boolean; color: boolean | undefined } {
  const end = argv.indexOf('--')
  const flags = new Set(end === -1 ? argv : argv.slice(0, end))
  const color = flags.has('--no-color') ? false : flags.has('--color') ? true : undefined
  return { json: flags.has('--json'), debug: flags.has('--debug'), color }
}
