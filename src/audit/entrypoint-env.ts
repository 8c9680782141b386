/** What `env` starts: a program by its name, with arguments. */
export interface EnvCommand {
  readonly command: readonly string[]
  /** The directories it looks in, where it changes them. */
  readonly path?: string
}

const maxWords = 256
const maxTextLength = 4096

/**
 * Reads the arguments of `env` as GNU's does: options, `-S` with a string to split, assignments, then the command.
 * Undefined where what it starts cannot be told.
 * https://www.gnu.org/software/coreutils/manual/html_node/env-invocation.html
 */
export function parseEnvCommand(args: readonly string[]): EnvCommand | undefined {
  let rest = [...args]
  let path: string | undefined
  for (let word = rest.shift(); word !== undefined && rest.length <= maxWords; word = rest.shift()) {
    const split = readSplitString(word, rest)
    if (split !== undefined) {
      const words = splitWords(split.text)
      if (words === undefined) return undefined
      rest = [...words, ...split.rest]
    } else if (word === '--') {
      return rest.length === 0 ? undefined : { command: rest, ...(path === undefined ? {} : { path }) }
    } else if (/^-[uC]$|^--(?:unset|chdir|argv0)$/.test(word)) {
      rest.shift()
    } else if (/^[^-=][^=]*=/.test(word)) {
      if (word.startsWith('PATH=')) path = word.slice('PATH='.length)
    } else if (!word.startsWith('-')) {
      return { command: [word, ...rest], ...(path === undefined ? {} : { path }) }
    } else if (word === '-' || word === '-i' || word === '--ignore-environment') {
      // Without a PATH each `env` has a default of its own.
      return undefined
    }
  }
  return undefined
}

function readSplitString(
  word: string,
  rest: readonly string[],
): { readonly text: string; readonly rest: readonly string[] } | undefined {
  if (word === '-S' || word === '--split-string') return { text: rest[0] ?? '', rest: rest.slice(1) }
  const attached = /^(?:-[iv0]*S|--split-string=)(.*)$/s.exec(word)?.[1]
  return attached === undefined ? undefined : { text: attached, rest }
}

/** Words between blanks; undefined where quotes, escapes or variables decide. */
function splitWords(text: string): readonly string[] | undefined {
  if (text.length > maxTextLength || /["'\\$#]/.test(text)) return undefined
  return text.split(/[ \t\n\v\f\r]+/).filter((word) => word !== '')
}
