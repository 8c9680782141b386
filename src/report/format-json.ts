/**
 * What JSON may hold as it is, and a terminal would obey: DEL and C1 controls, line and paragraph separators,
 * bidirectional marks and other characters that format.
 */
const unsafe = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]/g

/** A document as indented JSON that is safe to show, with the end of its last line. */
export function formatJson(document: object): string {
  const json = JSON.stringify(document, null, 2)
  return `${json.replaceAll(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
}
