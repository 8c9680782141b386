import { createHash } from 'node:crypto'
import type { ErrorReport, RunReport, RunVerdict, Verdict } from '../src/report/report.ts'
import { listRunReports, type RunReports } from '../src/report/run-reports.ts'
import { renderBenchmarks } from './html-benchmarks.ts'
import { renderAround } from './html-build.ts'
import { renderFindings } from './html-finding.ts'
import { openAnchors, severityOrder, shareBudget, type Anchors, type HtmlBudget } from './html-names.ts'
import { cutText, h, type Html, type HtmlChild } from './html-node.ts'
import { renderOverview } from './html-overview.ts'
import { verdictMarks, verdictPill } from './html-parts.ts'
import { drawPictures, measurePictures, type ReportPictures } from './html-pictures.ts'
import { renderPlatform } from './html-platform.ts'
import { htmlScript } from './html-script.ts'
import { htmlStyle } from './html-style.ts'
import { formatCount } from './quantity.ts'
import { formatSummary } from './summary-line.ts'

const verdicts: readonly Verdict[] = ['failed', 'unverified', 'inconclusive', 'passed', 'skipped']

/** A run as one page that needs nothing else: no network, no other file, no script to be read. */
export async function renderHtml(report: RunReport | RunReports): Promise<string> {
  const reports = listRunReports(report)
  const pictures = await Promise.all(reports.map(drawPictures))
  const context = { anchors: openAnchors(), budget: shareBudget(reports, measurePictures(pictures)) }
  const page = h(
    'html',
    { lang: 'en' },
    renderHead(report, reports),
    h(
      'body',
      {},
      h('a', { class: 'skip', href: '#content' }, 'Skip to the platforms'),
      renderHeader(report, reports),
      h('div', { class: 'bar-top', 'data-scripted': true, hidden: true }, renderFilters(reports)),
      h(
        'main',
        { id: 'content', tabindex: -1 },
        reports.map((one, place) => renderReport(one, reports.length > 1, { ...context, pictures: pictures[place] })),
      ),
      h(
        'footer',
        {},
        h('p', {}, `Made by ${report.tool.name} ${report.tool.version}. Everything here is also in the JSON report.`),
      ),
      h('p', { id: 'said', class: 'unseen', role: 'status' }),
      { markup: `<script>${htmlScript}</script>` },
    ),
  )
  return `<!doctype html>\n${page.markup}\n`
}

/** Nothing is loaded from anywhere, and nothing runs but what is allowed by its own digest. https://www.w3.org/TR/CSP3/ */
function renderHead({ verdict }: RunReport | RunReports, reports: readonly RunReport[]): Html {
  const policy = [
    "default-src 'none'",
    `style-src '${digestOf(htmlStyle)}'`,
    `script-src '${digestOf(htmlScript)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ]
  const [first] = reports
  const name = reports.length > 1 ? `${reports.length} images` : (first?.image?.reference ?? 'no image')
  return h(
    'head',
    {},
    h('meta', { charset: 'utf-8' }),
    h('meta', { 'http-equiv': 'Content-Security-Policy', content: policy.join('; ') }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'referrer', content: 'no-referrer' }),
    h('link', { rel: 'icon', href: 'data:,' }),
    h('title', {}, `${verdict ?? 'not run'}: ${name}`),
    { markup: `<style>${htmlStyle}</style>` },
  )
}

function digestOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

const headings: Readonly<Record<RunVerdict, string>> = {
  passed: 'Every platform passed',
  failed: 'The image is proven wrong',
  inconclusive: 'Inconclusive',
  unverified: 'Not verified',
}

function renderHeader(report: RunReport | RunReports, reports: readonly RunReport[]): Html {
  const { verdict, tool, command } = report
  const createdAt = reports
    .map((one) => one.createdAt)
    .toSorted()
    .at(-1)
  const platforms = reports.flatMap((one) => one.platforms)
  const findings = reports.flatMap((one) => [
    ...one.findings,
    ...one.platforms.flatMap((platform) => platform.findings),
  ])
  const heading = verdict === null ? 'Not run' : headings[verdict]
  return h(
    'header',
    {},
    h(
      'p',
      { class: 'brand' },
      h('strong', {}, tool.name),
      h('span', {}, command),
      createdAt === undefined ? undefined : h('span', {}, h('time', { datetime: createdAt }, createdAt)),
      h(
        'span',
        {},
        h(
          'button',
          { type: 'button', id: 'theme', 'aria-pressed': 'false', 'data-scripted': true, hidden: true },
          'Dark colours',
        ),
      ),
    ),
    h(
      'div',
      { class: `verdict ${verdict ?? 'unverified'}` },
      h('h1', {}, h('span', { 'aria-hidden': 'true' }, verdictMarks[verdict ?? 'unverified']), ' ', heading),
      reports.slice(0, 20).map((one) => h('p', {}, formatSummary(one))),
      reports.length === 1 ? renderImage(reports[0]) : undefined,
      h(
        'ul',
        { class: 'tallies' },
        verdicts.map((word) => tally(word, platforms.filter((platform) => platform.verdict === word).length, word)),
        severityOrder.map((word) =>
          tally(
            word,
            findings.filter(({ severity }) => severity === word).length,
            word === 'info'
              ? 'note'
              : word === 'environment'
                ? 'environment finding'
                : word === 'inconclusive'
                  ? 'inconclusive finding'
                  : word,
          ),
        ),
      ),
    ),
  )
}

function renderImage(report: RunReport | undefined): Html | undefined {
  if (report?.image === undefined) return undefined
  const { reference, digest } = report.image
  const isNamed = digest === undefined || reference.includes(digest)
  return h('p', { class: 'image' }, h('code', {}, cutText(isNamed ? reference : `${reference}@${digest}`, 500)))
}

function tally(tone: string, count: number, noun: string): Html | undefined {
  if (count === 0) return undefined
  const isVerdict = verdicts.some((word) => word === noun)
  return h('li', { class: `pill ${tone}` }, isVerdict ? `${count} ${noun}` : formatCount(count, noun))
}

function renderFilters(reports: readonly RunReport[]): Html {
  const platforms = reports.flatMap((one) => one.platforms)
  const findings = [...reports.flatMap((one) => one.findings), ...platforms.flatMap((platform) => platform.findings)]
  const boxes = (name: string, words: readonly string[]): readonly Html[] =>
    words.map((word) =>
      h(
        'label',
        {},
        h('input', { type: 'checkbox', name, value: word, checked: true, autocomplete: 'off' }),
        ` ${word}`,
      ),
    )
  const severities = severityOrder.filter((word) => findings.some(({ severity }) => severity === word))
  return h(
    'form',
    { id: 'filters', role: 'search', 'aria-label': 'platforms and findings' },
    h('input', {
      id: 'search',
      type: 'search',
      placeholder: 'Platform, code or text ( / )',
      'aria-label': 'Filter by text',
      autocomplete: 'off',
    }),
    h(
      'fieldset',
      {},
      h('legend', {}, 'Verdict'),
      boxes(
        'verdict',
        verdicts.filter((word) => platforms.some(({ verdict }) => verdict === word)),
      ),
    ),
    severities.length === 0 ? undefined : h('fieldset', {}, h('legend', {}, 'Findings'), boxes('severity', severities)),
    h('button', { type: 'button', id: 'expand', 'aria-pressed': 'false' }, 'Open all'),
    h('button', { type: 'button', id: 'reset' }, 'Reset'),
    h('span', { id: 'shown', role: 'status' }),
  )
}

function renderReport(
  report: RunReport,
  isOneOfSeveral: boolean,
  context: { readonly anchors: Anchors; readonly budget: HtmlBudget; readonly pictures: ReportPictures | undefined },
): readonly HtmlChild[] {
  const { platforms, findings, errors, verdict, image } = report
  const ids = platforms.map(({ platform }) => context.anchors.make(platform))
  const times = platforms.flatMap(({ checks, health, start }) => [
    ...checks.map(({ durationMs = 0 }) => durationMs),
    health?.readyMs ?? start?.readyMs ?? 0,
  ])
  const longestMs = Math.max(0, ...times)
  const title = isOneOfSeveral ? (image?.reference ?? 'no image') : 'Platforms'
  return [
    h('h2', {}, title, ' ', isOneOfSeveral && verdict !== null ? verdictPill(verdict) : undefined),
    renderOverview(platforms, ids) ?? h('p', { class: 'card' }, 'No platform was looked at.'),
    errors.length === 0 ? undefined : h('section', {}, h('h2', {}, 'Errors of the run'), errors.map(renderError)),
    findings.length === 0
      ? undefined
      : h('section', {}, h('h2', {}, 'The index'), renderFindings(findings, 'index', context)),
    platforms.length === 0
      ? undefined
      : h(
          'section',
          {},
          h('h2', {}, 'Evidence'),
          platforms.map((platform, row) => renderPlatform(report, platform, ids[row] ?? '', { ...context, longestMs })),
        ),
    renderBenchmarks(report, context.pictures?.benchmarks),
    ...renderAround(report, context.pictures?.builds ?? []),
  ]
}

function renderError({ code, message, hint, cause }: ErrorReport): Html {
  return h(
    'div',
    { class: 'card' },
    h('p', {}, h('span', { class: 'pill failed' }, 'error'), ' ', h('code', {}, code)),
    h('p', {}, message),
    cause === undefined ? undefined : h('p', { class: 'muted' }, `Cause: ${cause}`),
    hint === undefined ? undefined : h('p', {}, h('strong', {}, 'Hint'), ` ${hint}`),
  )
}
