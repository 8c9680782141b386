import type { RunReport } from '../src/report/report.ts'
import { listRunReports, type RunReports } from '../src/report/run-reports.ts'
import { drawPicture, planWords, stackPictures } from './picture.ts'
import { planTimeline } from './timeline-picture.ts'

/** The builds of a run as a picture: when each step was worked on, by platform. */
export async function renderSvgTimeline(report: RunReport | RunReports): Promise<string> {
  const plans = listRunReports(report).flatMap(({ builds = [], platforms }) => {
    const names = platforms.map(({ platform }) => platform)
    return builds.flatMap((build) => planTimeline(build, names) ?? [])
  })
  const plan = stackPictures(plans) ?? planWords('nothing was built')
  return `${(await drawPicture(plan, { kind: 'file' })).markup}\n`
}
