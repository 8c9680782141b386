import type { BuildReport, BuildStepReport } from '../src/report/build-report.ts'
import type { PublishReport, RunReport } from '../src/report/report.ts'
import { renderFacts, renderWide } from './html-parts.ts'
import { h, textLines, type Html } from './html-node.ts'
import { describeTag } from './publish-text.ts'
import { formatBytes, formatCount, formatMs } from './quantity.ts'

/** The longest tell what a build was waiting for. */
const maxSteps = 60

/** How the image was built, and what became of its tags. */
export function renderAround(
  { builds = [], publish }: RunReport,
  pictures: readonly (Html | undefined)[],
): readonly Html[] {
  return [
    ...(builds.length === 0
      ? []
      : [
          h(
            'section',
            {},
            h('h2', {}, 'Build'),
            builds.map((build, row) => renderBuild(build, pictures[row])),
          ),
        ]),
    ...(publish === undefined ? [] : [h('section', {}, h('h2', {}, 'Publish'), renderPublish(publish))]),
  ]
}

function renderBuild(build: BuildReport, picture: Html | undefined): Html {
  const { context, builder, driver, staging, durationMs, steps, warnings, failure } = build
  const kept = steps
    .filter(({ status, durationMs: own = 0 }) => status === 'failed' || own > 0)
    .toSorted((a, b) => (b.durationMs ?? 0) - (a.durationMs ?? 0))
    .slice(0, maxSteps)
    .toSorted((a, b) => (a.startedMs ?? 0) - (b.startedMs ?? 0))
  const cached = steps.filter(({ status }) => status === 'cached').length
  return h(
    'div',
    { class: 'card' },
    renderFacts([
      ['Context', context],
      ['Builder', `${builder} (${driver})`],
      ['Staged in', staging],
      ['Took', formatMs(durationMs)],
      ['Steps', `${formatCount(steps.length, 'step')}${cached === 0 ? '' : `, ${cached} from the cache`}`],
      [
        'Warnings',
        warnings.length === 0
          ? undefined
          : warnings
              .slice(0, 10)
              .map(({ message }) => message)
              .join('; '),
      ],
    ]),
    failure === undefined
      ? undefined
      : [
          h('p', { class: 'message' }, h('span', { class: 'pill failed' }, 'failed'), ' ', describeFailure(failure)),
          failure.output.length === 0
            ? undefined
            : h(
                'pre',
                { tabindex: 0, role: 'group', 'aria-label': 'output of the step' },
                textLines(failure.output.slice(-40)),
              ),
        ],
    picture === undefined ? undefined : renderWide('steps of the build as a picture', picture),
    kept.length === 0 ? undefined : renderSteps(kept, durationMs),
  )
}

function describeFailure({ file, line, platform, message }: NonNullable<BuildReport['failure']>): string {
  const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`} `
  return `${place}${platform === undefined ? '' : `on ${platform}: `}${message}`
}

function renderSteps(steps: readonly BuildStepReport[], totalMs: number): Html {
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'steps of the build' },
    h(
      'table',
      { class: 'checks' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['Step', 'Platform', 'Executed', 'Time', 'When'].map((head) => h('th', { scope: 'col' }, head)),
        ),
      ),
      h(
        'tbody',
        {},
        steps.map(({ instruction, platform, execution, status, startedMs, durationMs }) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, h('code', {}, instruction.slice(0, 160))),
            h('td', {}, platform ?? ''),
            h('td', {}, status === 'failed' ? 'failed' : (execution ?? '')),
            h('td', { class: 'number' }, durationMs === undefined ? '' : formatMs(durationMs)),
            h('td', { class: 'time' }, renderSpan(startedMs ?? 0, durationMs ?? 0, totalMs)),
          ),
        ),
      ),
    ),
  )
}

/** When it was, within the whole build. */
function renderSpan(startMs: number, durationMs: number, totalMs: number): Html {
  const scale = (ms: number): number => (totalMs <= 0 ? 0 : Math.min(100, Math.round((ms / totalMs) * 1000) / 10))
  const box = { viewBox: '0 0 100 4', preserveAspectRatio: 'none', class: 'bar', 'aria-hidden': 'true' }
  return h('svg', box, h('rect', { x: scale(startMs), width: Math.max(scale(durationMs), 0.5), height: 4 }))
}

function renderPublish({ state, tags, sentBytes, accepted, reasons = [] }: PublishReport): Html {
  return h(
    'div',
    { class: 'card' },
    renderFacts([
      ['State', state],
      ['Sent', sentBytes === 0 ? undefined : formatBytes(sentBytes)],
    ]),
    h(
      'ul',
      {},
      tags.map((tag) =>
        h(
          'li',
          {},
          h('code', {}, tag.reference),
          ' ',
          describeTag(tag),
          tag.error === undefined ? undefined : `: ${tag.error.message}`,
        ),
      ),
    ),
    [
      ...reasons.map((reason) => `Not to be published: ${reason}`),
      ...accepted.map((line) => `Not proven, by your word: ${line}`),
    ].map((line) => h('p', { class: 'muted' }, line)),
  )
}
