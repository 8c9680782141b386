import { HarnessError } from '../src/errors.ts'
import { quoteText } from '../src/oci/quote.ts'
import type { ReadmeTableOptions } from '../src/report/readme-words.ts'
import type { RunReport } from '../src/report/report.ts'
import type { DocumentName, DocumentReporter } from '../src/report/reporter.ts'
import type { RunReports } from '../src/report/run-reports.ts'

/** What some documents can be told. */
export interface RenderOptions {
  /** What the table of a README says. */
  readonly readme?: ReadmeTableOptions
}

/** Every reporter that makes a document; each is loaded only when it is asked for. */
const documentReporters: Readonly<Record<DocumentName, (options: RenderOptions) => Promise<DocumentReporter>>> = {
  json: async () => (await import('./json.ts')).renderJson,
  markdown: async () => (await import('./markdown.ts')).renderMarkdown,
  github: async () => (await import('./github.ts')).renderGithub,
  junit: async () => (await import('./junit.ts')).renderJunit,
  badge: async () => (await import('./badge.ts')).renderBadge,
  'badge-json': async () => (await import('./badge-json.ts')).renderBadgeJson,
  svg: async () => (await import('./svg.ts')).renderSvg,
  'svg-timeline': async () => (await import('./svg-timeline.ts')).renderSvgTimeline,
  html: async () => (await import('./html.ts')).renderHtml,
  readme: async ({ readme }) => {
    const { renderReadmeTable } = await import('./readme.ts')
    return (report) =>
      renderReadmeTable(report, readme)
        .map((line) => `${line}\n`)
        .join('')
  },
}

/**
 * The text of a document, as `--reporter` writes it.
 * @throws HarnessError `usage-invalid` for a reporter that is not there
 */
export async function renderReport(
  report: RunReport | RunReports,
  reporter: DocumentName,
  options: RenderOptions = {},
): Promise<string> {
  if (!Object.hasOwn(documentReporters, reporter)) {
    throw new HarnessError('usage-invalid', `there is no reporter ${quoteText(reporter)} for documents`, {
      hint: `there are ${Object.keys(documentReporters).join(', ')}`,
    })
  }
  const render = await documentReporters[reporter](options)
  return render(report)
}
