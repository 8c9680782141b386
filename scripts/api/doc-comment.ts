/** What a doc comment says. */
export interface DocComment {
  /** Its sentences, Markdown on one line. */
  readonly says: string
  /** The text after `@default`. */
  readonly default?: string
  /** The texts after each `@throws`. */
  readonly throws: readonly string[]
}

/** Takes the text between the comment's slashes apart: `* Says something. @default 5`. */
export function parseDocComment(text: string): DocComment {
  const plain = text
    .replaceAll(/^[ \t]*\*+[ \t]?/gm, '')
    .replaceAll(/\{@link (\w+)\}/g, '`$1`')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const [says = '', ...tags] = ` ${plain}`.split(/(?<=\s)(?=@(?:default|throws)\b)/)
  const read = (tag: string): readonly string[] =>
    tags.flatMap((part) => (part.startsWith(`@${tag} `) ? [part.slice(tag.length + 2).trim()] : []))
  const [usual] = read('default')
  return { says: says.trim(), throws: read('throws'), ...(usual === undefined ? {} : { default: usual }) }
}
