import { parseArgs } from 'node:util'
import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import { listFlags, type Flag } from './flags.ts'
import { takesOption, type GivenValue, type GivenValues, type Option } from './option.ts'
import { options } from './options.ts'
import { helpCommand, shownFlag, unknownFlag, unknownVerb } from './unknown-word.ts'
import { imageCounts, isVerbName, secondWords, verbNames, type VerbName } from './verb-name.ts'
import { commandAfter } from './words-after.ts'

/** What the command line asks for, before any value is read. */
export interface CommandLine {
  readonly wants: 'verb' | 'help' | 'version'
  /** Absent when none was named. */
  readonly verb?: VerbName
  readonly given: GivenValues
}

type Token = NonNullable<ReturnType<typeof tokenize>>[number]
type FlagToken = Extract<Token, { kind: 'option' }>

/**
 * Takes the command line's words apart: a command, images and flags in any order, and after `--` a command for the
 * containers or, with `--build` and `--bake`, words for buildx.
 * @throws HarnessError `usage-invalid`
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const flags = listFlags()
  const tokens = tokenize(argv, flags)
  const end = tokens.find(({ kind }) => kind === 'option-terminator')?.index ?? argv.length
  const words = tokens.flatMap((token) => (token.kind === 'positional' && token.index < end ? [token.value] : []))

  const isHelp = words[0] === 'help' || tokens.some((token) => token.kind === 'option' && /^h(elp)?$/.test(token.name))
  const { verb, operands } = takeVerb(words[0] === 'help' ? words.slice(1) : words, isHelp)
  const given = new Map<Option<unknown>, GivenValue>()
  for (const token of tokens) if (token.kind === 'option') giveFlag(given, token, flags, verb)
  const wants = given.has(options.version)
    ? 'version'
    : words[0] === 'help' || given.has(options.help)
      ? 'help'
      : 'verb'
  if (verb === undefined) return { wants, given }
  if (verb === 'report' || verb === 'publish') giveReports(given, operands)
  else if (options.builderOperands.verbs.some((name) => name === verb)) giveBuilder(given, operands)
  else if (verb === 'init') giveFolder(given, operands)
  else giveImages(given, operands, verb)
  if (verb === 'readme' && given.has(options.report) && operands.length > 0) {
    throw new HarnessError('usage-invalid', 'an image and --report contradict each other', {
      hint: 'a table is made of a saved report, or of a run of the image now: give one of them',
    })
  }
  if (given.has(options.write) && given.has(options.check)) {
    throw new HarnessError('usage-invalid', '--write and --check contradict each other', {
      hint: '--write changes the file where it must, --check never does: give one of them',
    })
  }
  if (end < argv.length) giveRest(given, argv.slice(end + 1), verb)
  return { wants, verb, given }
}

/** A command is one word or two, what follows are its operands. @throws HarnessError `usage-invalid` */
function takeVerb(
  words: readonly string[],
  isHelp: boolean,
): { readonly verb?: VerbName; readonly operands: readonly string[] } {
  const [first, second = '', ...rest] = words
  if (first === undefined) return { operands: [] }
  const pair = `${first} ${second}`
  if (isVerbName(pair)) return { verb: pair, operands: rest }
  if (isVerbName(first)) return { verb: first, operands: words.slice(1) }
  // The help of all commands lists these.
  if (isHelp && second === '' && secondWords(first).length > 0) return { operands: [] }
  throw unknownVerb(first, second)
}

function tokenize(argv: readonly string[], flags: ReadonlyMap<string, Flag>) {
  const types = [...flags.values()].map(({ name, option, setsTo }) => {
    const short = option.short !== undefined && setsTo !== false ? { short: option.short } : {}
    return [name, { type: setsTo === undefined ? 'string' : 'boolean', ...short }] as const
  })
  return parseArgs({ args: [...argv], options: Object.fromEntries(types), strict: false, tokens: true }).tokens
}

function giveFlag(
  given: Map<Option<unknown>, GivenValue>,
  token: FlagToken,
  flags: ReadonlyMap<string, Flag>,
  verb: VerbName | undefined,
): void {
  const flag = flags.get(token.name)
  if (flag === undefined) throw unknownFlag(token.rawName, verb)
  const { option } = flag
  if (verb !== undefined && !takesOption(option, verb)) throw notForVerb(token, option, verb)
  const value = flag.setsTo === undefined ? valueOf(token, option, verb) : switchOf(token, flag.setsTo)
  const before = given.get(option)?.raw
  const earlier: readonly unknown[] = Array.isArray(before) ? before : []
  if (option.repeats !== true && before !== undefined && before !== value) throw contradiction(token)
  const raw = option.repeats === true ? [...earlier, value] : value
  given.set(option, { raw, label: token.rawName, source: 'command-line' })
}

function valueOf({ value, inlineValue, rawName }: FlagToken, option: Option<unknown>, verb: VerbName | undefined) {
  const example = `${rawName} ${option.placeholder ?? 'VALUE'}`
  if (value === undefined || value === '') {
    const isForVersion = verb === undefined && rawName === '-v'
    throw new HarnessError('usage-invalid', `${rawName} needs a value`, {
      hint: isForVersion
        ? 'the version is printed by everyarch --version'
        : `write ${example}; see ${helpCommand(verb)}`,
    })
  }
  if (!inlineValue && value.length > 1 && value.startsWith('-')) {
    throw new HarnessError('usage-invalid', `${rawName} needs a value, and ${shownFlag(value)} looks like a flag`, {
      hint: `write ${example}, or ${rawName}=VALUE for a value that begins with a dash`,
    })
  }
  return value
}

function switchOf({ value, rawName }: FlagToken, setsTo: boolean): boolean {
  if (value === undefined) return setsTo
  throw new HarnessError('usage-invalid', `${rawName} takes no value, and was given ${quoteText(value)}`, {
    hint: `write ${rawName} alone, or leave it out`,
  })
}

function contradiction({ rawName }: FlagToken): HarnessError {
  return new HarnessError('usage-invalid', `${rawName} is given twice, with different values`, {
    hint: 'give it once',
  })
}

function notForVerb({ rawName }: FlagToken, option: Option<unknown>, verb: VerbName): HarnessError {
  return new HarnessError('usage-invalid', `${rawName} is no flag of everyarch ${verb}`, {
    hint: `everyarch ${option.verbs.join(', ')} ${option.verbs.length === 1 ? 'has' : 'have'} it; see ${helpCommand(verb)}`,
  })
}

function giveImages(given: Map<Option<unknown>, GivenValue>, images: readonly string[], verb: VerbName): void {
  const most = { none: 0, one: 1, some: Infinity }[imageCounts[verb]]
  if (images.length > most) {
    const takers = verbNames.filter((name) => imageCounts[name] === 'some')
    throw new HarnessError(
      'usage-invalid',
      `everyarch ${verb} takes ${most === 0 ? 'no' : 'one'} image, and was given ${images.length}`,
      {
        hint: `${most === 0 ? '' : `several images go to ${takers.join(', ')}; `}see ${helpCommand(verb)}`,
      },
    )
  }
  if (images.length > 0) given.set(options.image, { raw: images, label: 'IMAGE', source: 'command-line' })
}

function giveReports(given: Map<Option<unknown>, GivenValue>, files: readonly string[]): void {
  if (files.length > 0) given.set(options.reports, { raw: files, label: 'FILE', source: 'command-line' })
}

function giveFolder(given: Map<Option<unknown>, GivenValue>, [folder, ...others]: readonly string[]): void {
  if (others.length > 0) {
    throw new HarnessError('usage-invalid', `everyarch init takes one folder, and was given ${others.length + 1}`, {
      hint: `one at a time; see ${helpCommand('init')}`,
    })
  }
  if (folder !== undefined) given.set(options.folder, { raw: folder, label: 'FOLDER', source: 'command-line' })
}

function giveBuilder(given: Map<Option<unknown>, GivenValue>, words: readonly string[]): void {
  if (words.length > 0) given.set(options.builderOperands, { raw: words, label: 'BUILDER', source: 'command-line' })
}

/** What stands after `--` is for another program: buildx where something is built, else one in the containers. */
function giveRest(given: Map<Option<unknown>, GivenValue>, words: readonly string[], verb: VerbName): void {
  const forBuilders: Option<unknown> = options.buildxArgs
  const isBuilt = given.has(options.build) || given.has(options.bake)
  const forBuildx = isBuilt ? options.buildFlags : forBuilders.verbs.includes(verb) ? forBuilders : undefined
  if (forBuildx === undefined) giveCommand(given, words, verb)
  else given.set(forBuildx, { raw: words, label: 'after --', source: 'command-line' })
}

function giveCommand(given: Map<Option<unknown>, GivenValue>, command: readonly string[], verb: VerbName): void {
  const option: Option<unknown> = options.command
  if (!takesOption(option, verb)) {
    throw new HarnessError('usage-invalid', `everyarch ${verb} takes no words after --`, {
      hint: `they are a command for the containers of everyarch ${option.verbs.join(', ')}`,
    })
  }
  if (given.has(option)) {
    throw new HarnessError('usage-invalid', 'the command is given twice: by --command and after --', {
      hint: 'give it once',
    })
  }
  if (command.length === 0) {
    throw new HarnessError('usage-invalid', 'nothing stands after --', {
      hint: 'write a command after it, or leave it out',
    })
  }
  given.set(option, { raw: command, label: commandAfter, source: 'command-line' })
}
