import { HarnessError } from '../errors.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { reviewWaivers } from '../report/waiver-use.ts'
import { createFailureReport } from '../report/error-report.ts'
import type { RunReport } from '../report/report.ts'
import { combineRunReports, type RunReports } from '../report/run-reports.ts'
import { addFindings } from './create-report.ts'
import { toolInfo, type VerbContext } from './context.ts'
import { inOrder } from './many-images-order.ts'
import { nameImages } from './read-image-lists.ts'

/**
 * Makes the report of every image a user named; one that cannot be looked at leaves the others alone.
 * @throws HarnessError `usage-invalid` when none was named
 */
export async function reportImages(
  command: string,
  config: ResolvedConfig,
  context: VerbContext,
  reportOne: (image: string) => Promise<RunReport>,
  options: {
    /** How many are looked at together. @default 1 */
    readonly atOnce?: number
    /** What reports call images that are named otherwise. */
    readonly shownAs?: ReadonlyMap<string, string> | undefined
    /** What is left to do when all are finished. */
    readonly conclude?: (reports: readonly RunReport[]) => Promise<readonly RunReport[]>
  } = {},
): Promise<RunReport | RunReports> {
  const images = await nameImages(config, context)
  if (images.length === 0) throw noImage(command)
  const isAlone = images.length === 1
  const makeReport = (image: string): Promise<RunReport> =>
    reportOne(image).catch((thrown: unknown) =>
      createFailureReport({
        tool: toolInfo(),
        command,
        reference: options.shownAs?.get(image) ?? image,
        thrown: context.signal.aborted ? context.signal.reason : thrown,
        createdAt: new Date(),
        interrupted: isInterrupted(context.signal),
      }),
    )
  const made: RunReport[] = []
  for await (const report of inOrder(images, options.atOnce ?? 1, makeReport)) {
    const isLast = made.length === images.length - 1
    const reviewed = isLast ? withWaivers(report, [...made, report], config) : report
    made.push(reviewed)
    // Of several, what is left to do is told when they are summed up.
    if (!isAlone) context.onEvent({ kind: 'run-end', report: reviewed })
  }
  const reports = options.conclude === undefined ? made : await options.conclude(made)
  const [first] = reports
  if (!isAlone || first === undefined) return combineRunReports(toolInfo(), command, reports)
  context.onEvent({ kind: 'run-end', report: first })
  return first
}

/** What is wrong with the waivers is known when all images were looked at, and said once, with the last. */
function withWaivers(last: RunReport, all: readonly RunReport[], config: ResolvedConfig): RunReport {
  const found = reviewWaivers(config.waivers, all, new Date())
  return found.length === 0 || last.verdict === null ? last : addFindings(last, found, config)
}

/** How many images are looked at together where none is run. */
export const imagesAtOnce = 8

/** True when the user stopped the run, rather than its deadline. */
export function isInterrupted({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof HarnessError && reason.code === 'interrupted'
}

function noImage(command: string): HarnessError {
  return new HarnessError('usage-invalid', `${command} needs an image`, {
    hint: `for example: everyarch ${command} alpine:3`,
  })
}
