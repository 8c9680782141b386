import { escapeControl } from '../src/report/escape.ts'

/**
 * Any text as plain words within a line of Markdown: no markup, no link, no mention, no HTML, no table cell's end.
 * https://github.github.com/gfm/#backslash-escapes
 */
export function escapeMarkdown(text: string, maxLength = 500): string {
  return (
    escapeControl(text, maxLength)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll(/[\\*_[\]#|~]/g, '\\$&')
      // Entities, so that no code is begun, and neither a mention nor an address becomes a link.
      .replaceAll('`', '&#96;')
      // What begins a digest is neither.
      .replaceAll(/@(?!(?<=[\w/]@)sha(?:256|512):)/g, '&#64;')
      .replaceAll(/:\/\//g, '&#58;//')
      .replaceAll(/\bwww\./gi, 'www&#46;')
  )
}

/** Any text as code in a line of Markdown. */
export function markdownCode(text: string, maxLength = 500): string {
  const shown = escapeControl(text, maxLength).replaceAll('|', '\\|')
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const padding = longest > 0 || shown === '' ? ' ' : ''
  return `${fence}${padding}${shown}${padding}${fence}`
}
