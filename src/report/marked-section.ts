import { HarnessError } from '../errors.ts'

export const beginMarker = '<!-- everyarch:begin -->'
export const endMarker = '<!-- everyarch:end -->'

const marker = /^ {0,3}<!--\s*everyarch:(begin|end)\s*-->\s*$/
/** Its place in a list or a quotation does not matter. https://spec.commonmark.org/0.31.2/#fenced-code-blocks */
const fence = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(`{3,}|~{3,})(.*)$/

/** A text with a part that a program writes. */
export interface MarkedText {
  readonly before: string
  /** Between the lines of the markers. */
  readonly section: string
  readonly after: string
  /** How its lines end. */
  readonly lineEnd: '\n' | '\r\n'
}

interface Marker {
  readonly kind: 'begin' | 'end'
  /** From 0 up. */
  readonly line: number
  readonly isCode: boolean
}

/**
 * Takes a Markdown text apart at its markers, each a line of its own outside code.
 * @throws HarnessError `readme-invalid` unless each is there once, in their order
 */
export function splitMarkedText(text: string): MarkedText {
  const lines = text.split(/(?<=\n)/)
  const all = findMarkers(lines)
  const markers = all.filter(({ isCode }) => !isCode)
  const [begin, end, ...more] = markers
  if (begin === undefined) throw missingMarkers(all)
  if (end === undefined)
    throw wrong(`it has ${nameMarker(begin)} and no ${begin.kind === 'begin' ? endMarker : beginMarker}`)
  const doubled = markers.find(({ kind }, position) => markers.findIndex((each) => each.kind === kind) < position)
  if (doubled !== undefined || more.length > 0) {
    throw wrong(`it has more than one pair of markers: ${markers.map(nameMarker).join(', ')}`)
  }
  if (begin.kind === 'end') throw wrong(`${nameMarker(begin)} stands before ${nameMarker(end)}`)
  return {
    before: lines.slice(0, begin.line + 1).join(''),
    section: lines.slice(begin.line + 1, end.line).join(''),
    after: lines.slice(end.line).join(''),
    lineEnd: lines[begin.line]?.endsWith('\r\n') === true ? '\r\n' : '\n',
  }
}

/** The text with these lines as its section; everything else stays, to the byte. */
export function replaceSection({ before, after, lineEnd }: MarkedText, lines: readonly string[]): string {
  return `${before}${['', ...lines, '', ''].join(lineEnd)}${after}`
}

function findMarkers(lines: readonly string[]): readonly Marker[] {
  const markers: Marker[] = []
  let open: string | undefined
  for (const [line, text] of lines.entries()) {
    const [, run = '', rest = ''] = fence.exec(text.trimEnd()) ?? []
    const [, kind] = marker.exec(text) ?? []
    if (kind === 'begin' || kind === 'end') markers.push({ kind, line, isCode: open !== undefined })
    else if (open === undefined) {
      // After backticks that begin a line of prose, others end it.
      if (run !== '' && !(run.startsWith('`') && rest.includes('`'))) open = run
    } else if (run.startsWith(open) && rest === '') open = undefined
  }
  return markers
}

function nameMarker({ kind, line }: Marker): string {
  return `${kind === 'begin' ? beginMarker : endMarker} in line ${line + 1}`
}

function missingMarkers(inCode: readonly Marker[]): HarnessError {
  const [first] = inCode
  return first === undefined
    ? wrong('it has no markers')
    : wrong(`it has markers only within code: ${nameMarker(first)}`)
}

function wrong(message: string): HarnessError {
  return new HarnessError('readme-invalid', message, {
    hint: `write ${beginMarker} and ${endMarker} once, each on a line of its own, where the table is to stand`,
  })
}
