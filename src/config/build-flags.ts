import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import { readTexts } from './readers.ts'

/** What this tool gives buildx itself, and what a user would say instead. */
const ownFlags: Readonly<Record<string, string>> = {
  '--push': 'write --tag REF --publish: it is published when it is proven',
  '--load': 'leave it out: what is built is verified where it waits',
  '--output': 'leave it out: where the image waits is chosen here',
  '-o': 'leave it out: where the image waits is chosen here',
  '--tag': 'write --tag before --',
  '-t': 'write --tag before --',
  '--platform': 'write --platform before --',
  '--progress': 'leave it out',
  '--metadata-file': 'leave it out: the report holds the digests',
  '--iidfile': 'leave it out: the report holds the digests',
  '--builder': 'write --builder before --',
  '--secret': 'write --secret before --, so that it is kept out of what is shown',
  '--print': 'run docker buildx bake --print itself',
  '--call': 'run docker buildx build --call itself',
  '--check': 'run docker buildx build --check itself',
  '--quiet': 'write --quiet before --',
  '-q': 'write --quiet before --',
}

/** And of a bake file, whose plan is read before it is built. */
const bakeFlags: Readonly<Record<string, string>> = {
  '--file': 'write --bake FILE once more before --',
  '-f': 'write --bake FILE once more before --',
  '--var': 'set it in the environment: buildx takes the variables of a bake file from there',
}
/** Whose value may be the next word. */
const withValue = ['--set', '--allow']

/**
 * Words for buildx, none of which takes over what is chosen here.
 * @throws HarnessError `usage-invalid`
 */
export function readBuildFlags(raw: unknown): readonly string[] {
  const words = readTexts(raw)
  for (const name of words.flatMap(flagNames)) refuse(name, ownFlags, 'buildx')
  return words
}

/**
 * Checks that they leave the plan of a bake file as it was read.
 * @throws HarnessError `usage-invalid`
 */
export function checkBakeFlags(words: readonly string[]): void {
  for (const [at, word] of words.entries()) {
    if (/^(?:--set=)?[^=]*\.(?:tags?|outputs?|push|load|secrets?|platforms?)\+?=/.test(word)) throw ownOverride(word)
    for (const name of flagNames(word)) refuse(name, bakeFlags, 'a bake file')
    if (word.startsWith('-') || withValue.includes(words[at - 1] ?? '')) continue
    refuse(word, { [word]: 'name targets behind the file: --bake FILE#TARGET,TARGET' }, 'a bake file')
  }
}

/** `--tag` of `--tag=app`; `-D` and `-t` of `-Dtapp`. */
function flagNames(word: string): readonly string[] {
  if (word.startsWith('--')) return [word.split('=')[0] ?? word]
  if (!word.startsWith('-')) return []
  // What follows a file's flag is its name.
  const [, letters = ''] = /^-([^f]*f?)/.exec(word) ?? []
  return (letters.match(/./gs) ?? []).map((letter) => `-${letter}`)
}

function refuse(name: string, advice: Readonly<Record<string, string>>, tool: string): void {
  const hint = Object.hasOwn(advice, name) ? advice[name] : undefined
  if (hint === undefined) return
  throw new HarnessError('usage-invalid', `${quoteText(name)} is not for ${tool} here`, { hint })
}

function ownOverride(word: string): HarnessError {
  return new HarnessError('usage-invalid', `${quoteText(word)} is not for buildx here`, {
    hint: 'where the image waits is chosen here; write --tag, --platform and --secret before --',
  })
}
