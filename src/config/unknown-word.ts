import { HarnessError } from '../errors.ts'
import { closestWord } from '../oci/closest-word.ts'
import { quoteText } from '../oci/quote.ts'
import { listFlagNames } from './flags.ts'
import { secondWords, verbNames, type VerbName } from './verb-name.ts'

/** A word where a command should be. */
export function unknownVerb(word: string, second = ''): HarnessError {
  const seconds = secondWords(word)
  if (seconds.length > 0) return unknownSecondWord(word, second, seconds)
  return new HarnessError('usage-invalid', `there is no command ${quoteText(word)}`, { hint: hintForVerb(word) })
}

/** After the first word of a command that has two. */
function unknownSecondWord(first: string, second: string, known: readonly string[]): HarnessError {
  const near = closestWord(second.toLowerCase(), known)
  const what =
    second === '' ? `everyarch ${first} needs a second word` : `there is no command ${first} ${quoteText(second)}`
  return new HarnessError('usage-invalid', what, {
    hint:
      near === undefined ? `write everyarch ${first} ${known.join(' | ')}` : `did you mean everyarch ${first} ${near}?`,
  })
}

function hintForVerb(word: string): string {
  const near = closestWord(word.toLowerCase(), verbNames)
  if (near !== undefined) return `did you mean everyarch ${near}?`
  // Commands hold no such characters, image names nearly always do.
  if (/[/:.@]/.test(word)) return `did you mean everyarch verify ${quoteWord(word)}?`
  return `the commands are ${verbNames.join(', ')}; see everyarch --help`
}

function quoteWord(word: string): string {
  return /^[\w./:@+-]{1,200}$/.test(word) ? word : 'IMAGE'
}

/** A flag that the table does not have. */
export function unknownFlag(rawName: string, verb: VerbName | undefined): HarnessError {
  const word = rawName.replace(/^-+/, '')
  const near = closestWord(word, listFlagNames(verb)) ?? closestWord(word, listFlagNames()) ?? startOf(word, verb)
  const help = `see ${helpCommand(verb)}`
  if (word === 'push' && (verb === undefined || verb === 'verify')) {
    return new HarnessError('usage-invalid', 'there is no flag --push', {
      hint: `write --tag REF --publish: what is proven is pushed, and nothing else; ${help}`,
    })
  }
  const expectation = expectationOf(word.toLowerCase())
  if (expectation !== undefined && (verb === undefined || verb === 'verify' || verb === 'bench')) {
    return new HarnessError('usage-invalid', `there is no flag ${shownFlag(rawName)}`, {
      hint: `write --expect ${expectation}; ${help}`,
    })
  }
  return new HarnessError('usage-invalid', `there is no flag ${shownFlag(rawName)}`, {
    hint: near === undefined ? help : `did you mean --${near}? ${help}`,
  })
}

/** What other tools have flags for, and `--expect` has a kind for. */
const expectations: Readonly<Record<string, string>> = {
  exit: 'exit:0',
  'exit-code': 'exit:0',
  status: 'status:200,204',
  body: 'body:TEXT',
  header: 'header:NAME=TEXT',
  tcp: 'tcp:PORT',
  log: 'log:TEXT',
  healthcheck: 'healthcheck',
  exec: 'command:WORDS',
  insecure: 'tls:any',
  ca: 'tls:FILE',
  cacert: 'tls:FILE',
  tls: 'tls:FILE, and --http https:PORT',
}

function expectationOf(word: string): string | undefined {
  return Object.hasOwn(expectations, word) ? expectations[word] : undefined
}

/** `--plat` for `--platform`, when only one flag begins so. */
function startOf(word: string, verb: VerbName | undefined): string | undefined {
  const [only, ...others] = listFlagNames(verb).filter((name) => word.length > 1 && name.startsWith(word))
  return others.length === 0 ? only : undefined
}

/** A flag as a message names it: plain when it is a plain word. */
export function shownFlag(rawName: string): string {
  return /^-{1,2}[\w-]{1,80}$/.test(rawName) ? rawName : quoteText(rawName)
}

/** The command that prints the help of a command. */
export function helpCommand(verb: VerbName | undefined): string {
  return verb === undefined ? 'everyarch --help' : `everyarch ${verb} --help`
}
