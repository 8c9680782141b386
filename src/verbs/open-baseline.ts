import { stat } from 'node:fs/promises'
import { listCandidates } from '../audit/audit.ts'
import { baselineOf, createBaseline, type Baseline } from '../audit/baseline.ts'
import { HarnessError, toHarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import { formatRepository, parseReference } from '../oci/reference.ts'
import type { RunReport } from '../report/report.ts'
import { listRunReports } from '../report/run-reports.ts'
import type { OpenView } from './open-view.ts'
import { readReportFile } from './read-report-file.ts'

/** What images are compared with. */
export interface OpenBaseline {
  /** Settles when it was read; fails only where it was asked for wrongly. */
  readonly ready: Promise<void>
  /** The baseline of an image, by the name the user gave the image. */
  find(image: string): Promise<Baseline>
}

export interface BaselineOptions {
  /** A reference, or the path of a saved report: an existing path is a file. */
  readonly named: string
  /** How many images are compared with it. */
  readonly imageCount: number
  readonly openView: OpenView
}

/** Opens what images are compared with; a report of several images serves as many. */
export function openBaseline(options: BaselineOptions): OpenBaseline {
  const { named, imageCount } = options
  const reading = readBaseline(options)
  let first: string | undefined
  return {
    ready: reading.then(
      () => undefined,
      (thrown: unknown) => {
        // Whoever asks for it hears of what cannot be answered here.
        if (!(thrown instanceof HarnessError) || thrown.exitCode !== 3) throw thrown
      },
    ),
    find: async (image) => {
      first ??= image
      const known = await reading
      if (known.kind === 'reports') return fromReports(named, known.reports, image, imageCount)
      if (image === first) return known.baseline
      throw new HarnessError('usage-invalid', `${quoteText(named)} is the baseline of one image, here are more`, {
        hint: 'give a report of them all, written with --json, or one image at a time',
      })
    },
  }
}

type Known =
  | { readonly kind: 'image'; readonly baseline: Baseline }
  | { readonly kind: 'reports'; readonly reports: readonly RunReport[] }

async function readBaseline({ named, openView }: BaselineOptions): Promise<Known> {
  try {
    const found = await stat(named).catch(() => undefined)
    if (found !== undefined || isPath(named)) {
      return { kind: 'reports', reports: listRunReports(await readReportFile(named)) }
    }
    const view = await openView(named)
    try {
      return { kind: 'image', baseline: baselineOf(view.source.name, await listCandidates(view)) }
    } finally {
      await view.source.close()
    }
  } catch (thrown) {
    const { code, message, hint, cause } = toHarnessError(thrown)
    throw new HarnessError(code, `baseline ${quoteText(named)}: ${message}`, {
      cause,
      ...(hint === undefined ? {} : { hint }),
    })
  }
}

/** Who means a file that is not there must not be told of a registry that has no such image. */
function isPath(named: string): boolean {
  return /^(\.{0,2}[/\\]|[a-z]:[/\\])|\.json$/i.test(named)
}

/** The report of the same repository, where there are several; the tag is what changes from one release to the next. */
function fromReports(named: string, reports: readonly RunReport[], image: string, imageCount: number): Baseline {
  const [only, ...others] = reports
  const report =
    others.length === 0 && imageCount === 1
      ? only
      : reports.find((one) => repositoryOf(one.image?.reference ?? '') === repositoryOf(image))
  if (report === undefined || report.platforms.length === 0) {
    throw new HarnessError('report-invalid', `baseline ${quoteText(named)} holds no platforms of ${image}`, {
      hint: 'give a report of an earlier run over the same images',
    })
  }
  const platforms = report.platforms.flatMap(({ platform, digest }) =>
    platform === 'unknown' ? [] : [{ platform, ...(digest === undefined ? {} : { digest }) }],
  )
  return createBaseline(report.image?.reference ?? named, platforms)
}

function repositoryOf(image: string): string {
  try {
    return formatRepository(parseReference(image))
  } catch {
    return image
  }
}
