import { readBlameWords } from '../src/report/blame.ts'
import type { Finding, Json } from '../src/report/finding.ts'
import { maxEvidenceLength, severityOrder, type Anchors, type HtmlBudget } from './html-names.ts'
import { cutText, h, textLines, type Html } from './html-node.ts'

/** What stands in its own place, or says nothing to people. */
const shownElsewhere = new Set(['log', 'blame', 'command', 'walked', 'dockerfile'])

const maxLogLines = 40
/** So that the page opens at once. */
const leftOut = h('p', { class: 'label' }, 'Its evidence is in the JSON report.')

/** The findings of a place, the worst first. */
export function renderFindings(
  findings: readonly Finding[],
  place: string,
  { anchors, budget }: { readonly anchors: Anchors; readonly budget: HtmlBudget },
): Html {
  const sorted = findings.toSorted((a, b) => severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity))
  return h(
    'ol',
    { class: 'findings' },
    sorted.map((finding) => renderFinding(finding, anchors.make(place, finding.code), budget)),
  )
}

function renderFinding(finding: Finding, id: string, budget: HtmlBudget): Html {
  const { code, severity, message, hint } = finding
  const isDetailed = budget.hasRoomFor(finding)
  return h(
    'li',
    { id, class: 'finding', 'data-severity': severity, tabindex: -1 },
    h(
      'p',
      { class: 'title' },
      h('span', { class: `pill ${severity}` }, severity),
      ' ',
      h('code', { class: 'code' }, code),
      h('a', { class: 'anchor', href: `#${id}`, 'aria-label': `link to ${code}` }, '#'),
    ),
    h('p', { class: 'message' }, cutText(message, budget.messageLength)),
    isDetailed
      ? [renderChain(finding), renderLog(finding), renderBlame(finding), renderDockerfile(finding)]
      : undefined,
    hint === undefined
      ? undefined
      : h('p', { class: 'hint' }, h('strong', {}, 'Hint'), ' ', cutText(hint, budget.messageLength)),
    isDetailed ? renderEvidence(finding) : leftOut,
  )
}

/** From the command to where it ended, program by program. */
function renderChain({ evidence }: Finding): Html | undefined {
  const [command, walked] = [listTexts(evidence['command']), listTexts(evidence['walked'])]
  if (walked.length === 0) return undefined
  const steps = [...(command.length === 0 ? [] : [command.join(' ')]), ...walked.slice(0, 20)]
  return h(
    'div',
    { class: 'chain' },
    h('p', { class: 'label' }, 'Entrypoint'),
    h(
      'ol',
      {},
      steps.map((step) => h('li', {}, h('code', {}, cutText(step, 200)))),
    ),
  )
}

function renderLog({ code, evidence }: Finding): Html | undefined {
  const log = listTexts(evidence['log']).slice(-maxLogLines)
  if (log.length === 0) return undefined
  return h(
    'div',
    { class: 'log' },
    h('p', { class: 'label' }, 'Log'),
    h('pre', { tabindex: 0, role: 'group', 'aria-label': `log of ${code}` }, textLines(log)),
  )
}

function renderBlame(finding: Finding): Html | undefined {
  const words = readBlameWords(finding)
  if (words.length === 0) return undefined
  return h(
    'details',
    { class: 'blame' },
    h('summary', {}, 'What was looked at to find the cause'),
    h(
      'ul',
      {},
      words.slice(0, 20).map((step) => h('li', {}, cutText(step, 300))),
    ),
  )
}

function renderDockerfile({ evidence }: Finding): Html | undefined {
  const causes = listJson(evidence['dockerfile']).flatMap((cause) => {
    if (typeof cause !== 'object' || !('line' in cause) || !('text' in cause)) return []
    const { file = '', line, text } = cause
    return [
      `${typeof file === 'string' ? file : ''}:${typeof line === 'number' ? line : ''}  ${typeof text === 'string' ? text : ''}`,
    ]
  })
  if (causes.length === 0) return undefined
  return h(
    'div',
    { class: 'log' },
    h('p', { class: 'label' }, 'Dockerfile'),
    h('pre', {}, textLines(causes.slice(0, 5))),
  )
}

function renderEvidence({ evidence }: Finding): Html | undefined {
  const entries = Object.entries(evidence).filter(([key]) => !shownElsewhere.has(key))
  const json = entries.length === 0 ? '' : JSON.stringify(Object.fromEntries(entries), undefined, 1)
  if (json === '') return undefined
  const isCut = json.length > maxEvidenceLength
  const lines = json.slice(0, maxEvidenceLength).split('\n')
  return h(
    'details',
    { class: 'evidence' },
    h('summary', {}, 'Evidence'),
    h('pre', {}, textLines(isCut ? [...lines, '… the JSON report has all of it'] : lines)),
  )
}

function listJson(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

function listTexts(value: Json | undefined): readonly string[] {
  return listJson(value).filter((item) => typeof item === 'string')
}
