import type { RunReport } from '../src/report/report.ts'
import { listRunReports, type RunReports } from '../src/report/run-reports.ts'
import { planBars } from './bars-picture.ts'
import { drawPicture, planWords } from './picture.ts'

/** What was measured as a picture: a bar for each median, its 95 % interval across its end, and its factor. */
export async function renderSvg(report: RunReport | RunReports): Promise<string> {
  const plan = planBars(listRunReports(report)) ?? planWords('nothing was measured')
  return `${(await drawPicture(plan, { kind: 'file' })).markup}\n`
}
