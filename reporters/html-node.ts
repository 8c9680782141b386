import { escapeControl } from '../src/report/escape.ts'

/** Markup that is safe already. */
export interface Html {
  readonly markup: string
}

/** A string is text, never markup. */
export type HtmlChild = Html | string | undefined | readonly HtmlChild[]

export type HtmlAttributes = Readonly<Record<string, string | number | boolean | undefined>>

const empty = new Set(['meta', 'input', 'link', 'rect'])
const maxTextLength = 2000

/** An element. What is false or undefined is left out. */
export function h(name: string, attributes: HtmlAttributes = {}, ...children: readonly HtmlChild[]): Html {
  const pairs = Object.entries(attributes).map(([key, value]) => {
    if (value === undefined || value === false) return ''
    return value === true ? ` ${key}` : ` ${key}="${escapeHtml(escapeControl(String(value), maxTextLength))}"`
  })
  const open = `<${name}${pairs.join('')}>`
  return { markup: empty.has(name) ? open : `${open}${render(children)}</${name}>` }
}

function render(child: HtmlChild): string {
  if (child === undefined) return ''
  if (typeof child === 'string') return escapeHtml(escapeControl(child, maxTextLength))
  return 'markup' in child ? child.markup : child.map(render).join('')
}

/** Lines of any text. */
export function textLines(lines: readonly string[], maxLength = 300): Html {
  return { markup: lines.map((line) => escapeHtml(escapeControl(line, maxLength))).join('\n') }
}

/** Of one text no more than this, in columns. */
export function cutText(text: string, maxLength: number): Html {
  return { markup: escapeHtml(escapeControl(text, maxLength)) }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')
}
