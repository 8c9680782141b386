/** One challenge of a `WWW-Authenticate` header. */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string
  /** By name in lower case. */
  readonly parameters: ReadonlyMap<string, string>
}

const separators = /[\s,]*/y
const tokenPattern = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y
const equals = /\s*=\s*/y
const quoted = /"((?:[^"\\]|\\[\s\S])*)"?/y
/** More than the grammar's token: several registries send their realm's address without quotes. */
const bare = /[^\s,]*/y
const token68 = /[ \t]+[A-Za-z0-9\-._~+/]+=*(?=\s*(?:,|$))/y

/**
 * The challenges of one header, which may hold several, each with parameters, quoted or not. What does not fit the
 * grammar is skipped: a challenge that cannot be read is one that cannot be answered.
 * https://www.rfc-editor.org/rfc/rfc9110.html#section-11.6.1
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { readonly scheme: string; readonly parameters: Map<string, string> }[] = []
  let position = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position
    const match = pattern.exec(header)
    if (match !== null) position = pattern.lastIndex
    return match
  }

  take(separators)
  while (position < header.length) {
    const name = take(tokenPattern)?.[0].toLowerCase()
    if (name === undefined) position += 1
    else if (take(equals) === null) {
      challenges.push({ scheme: name, parameters: new Map() })
      take(token68)
    } else {
      const value = take(quoted)?.[1]?.replace(/\\([\s\S])/g, '$1') ?? take(bare)?.[0] ?? ''
      const parameters = challenges.at(-1)?.parameters
      if (parameters?.has(name) === false) parameters.set(name, value)
    }
    take(separators)
  }
  return challenges
}
