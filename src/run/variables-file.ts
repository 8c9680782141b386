/** `NAME=`, the way shells and YAML write it, with what is behind it quoted or not. */
const statement =
  /[^\S\n]*(?:export[^\S\n]+)?([\w.]+)[^\S\n]*[=:][^\S\n]*(?:"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|(?!["'])([^\n]*))[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y
const blank = /[^\S\n]*(?:#[^\n]*)?\n|[^\S\n]+$/y

/**
 * Variables as files named `.env` hold them: a line each, with comments, quotes, and others' values as `${NAME}`; what is
 * empty is left out.
 * @throws Error that names the line that is none
 */
export function parseVariablesFile(text: string): Readonly<Record<string, string>> {
  const source = text.replaceAll('\r\n', '\n')
  const found = new Map<string, string>()
  for (let at = 0; at < source.length;) {
    const [skipped] = matchAt(blank, source, at) ?? []
    const match = skipped === undefined ? matchAt(statement, source, at) : undefined
    if (skipped === undefined && match === undefined) {
      throw new Error(`line ${source.slice(0, at).split('\n').length} of envFile sets no variable`)
    }
    if (match !== undefined) {
      const [, name = '', double, single, plain = ''] = match
      found.set(name, single ?? expand(double === undefined ? withoutComment(plain) : unescape(double), found))
    }
    at += (skipped ?? match?.[0] ?? '').length
  }
  return Object.fromEntries([...found].filter(([, value]) => value !== ''))
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}

function withoutComment(line: string): string {
  return line.replace(/(?:^|\s)#.*$/, '').trim()
}

function unescape(text: string): string {
  return text.replaceAll(/\\([\s\S])/g, (whole, letter: string) => {
    if (letter === '$') return whole
    return { n: '\n', r: '\r' }[letter] ?? letter
  })
}

function expand(text: string, known: ReadonlyMap<string, string>): string {
  return text.replaceAll(
    /(\\)?\$(?:\{([A-Z0-9_]+)\}|([A-Z0-9_]+))?/g,
    (whole, escape?: string, braced?: string, plain?: string) => {
      if (escape !== undefined) return whole.slice(1)
      const name = braced ?? plain
      return name === undefined ? whole : (known.get(name) ?? '')
    },
  )
}
