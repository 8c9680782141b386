import type { Verdict } from '../src/report/report.ts'
import type { ShownCommand } from './commands.ts'
import { h, type Html, type HtmlChild } from './html-node.ts'

export const verdictMarks: Readonly<Record<Verdict, string>> = {
  passed: '✓',
  failed: '✗',
  inconclusive: '?',
  unverified: '!',
  skipped: '–',
}

/** A verdict in a word, with its colour and its mark: neither is needed to read it. */
export function verdictPill(verdict: Verdict): Html {
  return h(
    'span',
    { class: `pill ${verdict}` },
    h('span', { 'aria-hidden': 'true' }, verdictMarks[verdict]),
    ' ',
    verdict,
  )
}

/** A time beside others; an attribute draws it, since the page allows no styles but its own. */
export function renderBar(durationMs: number, longestMs: number): Html {
  const width = longestMs <= 0 ? 0 : Math.max(0.5, Math.round((durationMs / longestMs) * 1000) / 10)
  const box = { viewBox: '0 0 100 4', preserveAspectRatio: 'none', class: 'bar', 'aria-hidden': 'true' }
  return h('svg', box, h('rect', { width: Math.min(width, 100), height: 4 }))
}

/** Names and what they are; those without are left out. */
export function renderFacts(facts: readonly (readonly [name: string, value: string | undefined])[]): Html {
  return h(
    'dl',
    { class: 'facts' },
    facts.flatMap(([name, value]): readonly HtmlChild[] =>
      value === undefined || value === '' ? [] : [h('div', {}, h('dt', {}, name), h('dd', {}, value))],
    ),
  )
}

/** What may be wider than the page. */
export function renderWide(label: string, content: Html): Html {
  return h('div', { class: 'wide', tabindex: 0, role: 'group', 'aria-label': label }, content)
}

/** A line to be copied. */
export function renderCommand({ says, line }: ShownCommand): Html {
  return h(
    'div',
    { class: 'command' },
    h('code', { tabindex: 0, role: 'group', 'aria-label': says }, line),
    h(
      'button',
      { type: 'button', class: 'copy', hidden: true, 'data-copy': line, 'aria-label': `copy: ${says}` },
      'Copy',
    ),
  )
}
