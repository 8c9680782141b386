import { parseRunReports } from '../../src/report/parse.ts'
import { listRunReports } from '../../src/report/run-reports.ts'
import type { RunReport } from '../../src/report/report.ts'
import type { UserConfig } from '../../src/config/user-config.ts'
import { parseStdout, runEveryarch } from './everyarch.ts'
import { temporaryFile } from './temporary-file.ts'

/** The reports of `everyarch inspect`, asked with flags and images, and with a configuration file. */
export async function inspectWith(args: readonly string[], config: UserConfig = {}): Promise<readonly RunReport[]> {
  await using file = await temporaryFile('config.json', JSON.stringify(config))
  const result = await runEveryarch(['inspect', '--json', '--config', file.path, ...args])
  return listRunReports(parseRunReports(parseStdout(result)))
}

/** The one report, where there is one image. */
export async function inspectOne(args: readonly string[], config: UserConfig = {}): Promise<RunReport> {
  const [report] = await inspectWith(args, config)
  if (report === undefined) throw new Error('no report')
  return report
}

/** Every finding as `severity code`, those of a platform with its name. */
export function listCodes({ findings, platforms }: RunReport): readonly string[] {
  const ofPlatforms = platforms.flatMap((report) =>
    report.findings.map(({ severity, code }) => `${report.platform}: ${severity} ${code}`),
  )
  return [...findings.map(({ severity, code }) => `${severity} ${code}`), ...ofPlatforms]
}
