const maxLength = 2000

/** What an engine or a container said, safe to print: control characters escaped, cut to a length worth reading. */
export function plainText(text: string, limit = maxLength): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text
  return cut.trim().replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    if (character === '\n' || character === '\t') return ' '
    return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
  })
}
