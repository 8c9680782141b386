/** The line after `#!` as the kernel takes it apart: an interpreter, and all the rest as one argument. */
export type Shebang =
  | { readonly kind: 'interpreter'; readonly path: string; readonly argument?: string }
  /** Nothing the kernel would start; it takes the file for no script at all. */
  | { readonly kind: 'none'; readonly reason: string }

/** `BINPRM_BUF_SIZE`: what is beyond it the kernel does not see, and its last byte is for the end of the line. */
const bufferBytes = 256

/**
 * https://github.com/torvalds/linux/blob/v6.12/fs/binfmt_script.c
 *
 * @param line what follows `#!` in the first line, as latin1, without the line feed
 */
export function parseShebang(line: string): Shebang {
  const seen = line.slice(0, bufferBytes - 3)
  const isCut = line.length > seen.length
  const text = trimBlanks(seen.split('\0', 1)[0] ?? '')
  if (text === '') return { kind: 'none', reason: 'names no interpreter after #!' }
  const end = text.search(/[ \t]/)
  const path = end < 0 ? text : text.slice(0, end)
  if (end < 0 && isCut)
    return { kind: 'none', reason: `names an interpreter longer than ${bufferBytes} bytes after #!` }
  const argument = end < 0 ? '' : trimBlanks(text.slice(end))
  return { kind: 'interpreter', path, ...(argument === '' ? {} : { argument }) }
}

/** Blanks and tabs only: a carriage return is part of a name. */
function trimBlanks(text: string): string {
  return text.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '')
}
