import { escapeControl } from '../src/report/escape.ts'

/** Markup that is well-formed already. */
export interface Xml {
  readonly markup: string
}

export interface XmlElement {
  readonly attributes?: Readonly<Record<string, string | number | undefined>>
  readonly children?: readonly Xml[]
}

/** Those that XML has no way to write: https://www.w3.org/TR/xml/#charsets */
const notInXml = /[\ufffe\uffff]/g

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** An element; attributes without a value are left out. */
export function element(name: string, { attributes = {}, children = [] }: XmlElement = {}): Xml {
  const pairs = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escape(escapeControl(String(value), 1000))}"`],
  )
  const open = `<${name}${pairs.join('')}`
  if (children.length === 0) return { markup: `${open}/>` }
  return { markup: `${open}>${children.map(({ markup }) => markup).join('')}</${name}>` }
}

/** Lines of any text, each made safe. */
export function xmlText(lines: readonly string[]): Xml {
  return { markup: lines.map((line) => escape(escapeControl(line, 2000))).join('\n') }
}

function escape(text: string): string {
  return text.replaceAll(notInXml, '\ufffd').replaceAll(/[&<>"]/g, (character) => entities[character] ?? '')
}
