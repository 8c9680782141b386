import type { RunReport } from '../src/report/report.ts'
import { planBars } from './bars-picture.ts'
import type { Html } from './html-node.ts'
import { drawPicture, type PicturePlan } from './picture.ts'
import { planTimeline } from './timeline-picture.ts'

/** What a report's section of the page shows besides its tables. */
export interface ReportPictures {
  readonly benchmarks: Html | undefined
  /** One for each build, in their order. */
  readonly builds: readonly (Html | undefined)[]
}

/** Plots what a report has; its place among the page's reports keeps the names within its pictures apart. */
export async function drawPictures(report: RunReport, place: number): Promise<ReportPictures> {
  // No anchor of the page has a name with such a line.
  const draw = async (plan: PicturePlan | undefined, name: string): Promise<Html | undefined> =>
    plan === undefined ? undefined : drawPicture(plan, { kind: 'page', prefix: `_${place}_${name}` })
  const names = report.platforms.map(({ platform }) => platform)
  return {
    benchmarks: await draw(planBars([report]), 'm'),
    builds: await Promise.all((report.builds ?? []).map((build, row) => draw(planTimeline(build, names), String(row)))),
  }
}

/** What pictures take of the room a page has, in characters. */
export function measurePictures(pictures: readonly ReportPictures[]): number {
  return pictures
    .flatMap(({ benchmarks, builds }) => [benchmarks, ...builds])
    .reduce((sum, picture) => sum + (picture?.markup.length ?? 0), 0)
}
