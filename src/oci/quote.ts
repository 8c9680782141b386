/** Characters that change how a terminal or a page shows the text around them: controls, separators, bidi marks. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

/**
 * Text from outside, quoted for a message: invisible and control characters escaped, cut after `maxLength` characters.
 *
 * @default maxLength 80
 */
export function quoteText(text: string, maxLength = 80): string {
  const shown = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text
  return `"${shown.replace(/["\\]/g, '\\$&').replace(unsafe, escapeCharacter)}"`
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code > 0xff_ff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`
}
