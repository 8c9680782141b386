/** A line of the file as it is written. */
export interface SourceLine {
  /** From 1 up. */
  readonly number: number
  readonly text: string
}

/** One instruction with all its lines, comments between them left out. */
export interface Instruction {
  /** In capitals: `FROM`. */
  readonly keyword: string
  /** `--mount=type=cache` is `['mount', 'type=cache']`; a flag may be given several times. */
  readonly flags: readonly (readonly [name: string, value: string])[]
  /** What follows the keyword and its flags, continued lines joined, here-documents behind it. */
  readonly text: string
  readonly lines: readonly SourceLine[]
}

/**
 * The instructions of a Dockerfile, never an error: what cannot be understood is passed over.
 * https://docs.docker.com/reference/dockerfile/#format
 */
export function listInstructions(content: string): readonly Instruction[] {
  const lines = content
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((text, position): SourceLine => ({ number: position + 1, text }))
  const escape = readEscape(lines)
  const instructions: Instruction[] = []
  let position = 0
  while (position < lines.length) {
    const taken = takeInstruction(lines, position, escape)
    position += Math.max(taken.count, 1)
    if (taken.instruction !== undefined) instructions.push(taken.instruction)
  }
  return instructions
}

/** https://docs.docker.com/reference/dockerfile/#escape : directives stand before anything else. */
function readEscape(lines: readonly SourceLine[]): '\\' | '`' {
  for (const { text } of lines) {
    const [, name, value] = /^\s*#\s*([a-z]+)\s*=\s*(\S.*?)\s*$/i.exec(text) ?? []
    if (name === undefined) return '\\'
    if (name.toLowerCase() === 'escape') return value === '`' ? '`' : '\\'
  }
  return '\\'
}

interface Taken {
  readonly count: number
  readonly instruction?: Instruction
}

function takeInstruction(lines: readonly SourceLine[], start: number, escape: string): Taken {
  const own: SourceLine[] = []
  const parts: string[] = []
  let position = start
  for (; position < lines.length; position++) {
    const line = lines[position]
    if (line === undefined || isIgnored(line.text)) {
      // Comments and empty lines do not end an instruction that goes on.
      if (own.length === 0) return { count: 1 }
      continue
    }
    own.push(line)
    const continued = withoutContinuation(line.text, escape)
    parts.push(continued ?? line.text)
    if (continued === undefined) break
  }
  const [, keyword = '', rest = ''] = /^\s*(\S+)\s*([\s\S]*)$/.exec(parts.join(' ')) ?? []
  const documents = takeHereDocuments(lines, position + 1, hereDocumentNames(keyword.toUpperCase(), rest))
  const { flags, text } = splitFlags(rest)
  const instruction: Instruction = {
    keyword: keyword.toUpperCase(),
    flags,
    text: [text, ...documents.map((line) => line.text)].join('\n'),
    lines: [...own, ...documents],
  }
  return { count: position + 1 - start + documents.length, instruction }
}

function isIgnored(text: string): boolean {
  return /^\s*(?:#|$)/.test(text)
}

/** The line without the character that continues it; nothing where it ends here. Two of them are one that is meant. */
function withoutContinuation(text: string, escape: string): string | undefined {
  const trimmed = text.trimEnd()
  if (!trimmed.endsWith(escape) || trimmed.endsWith(escape + escape)) return undefined
  return trimmed.slice(0, -1)
}

interface HereDocument {
  readonly name: string
  readonly stripsTabs: boolean
}

/** https://docs.docker.com/reference/dockerfile/#here-documents */
function hereDocumentNames(keyword: string, rest: string): readonly HereDocument[] {
  const effective = keyword === 'ONBUILD' ? rest.trimStart().split(/\s/, 1)[0]?.toUpperCase() : keyword
  if (effective !== 'RUN' && effective !== 'COPY' && effective !== 'ADD') return []
  const markers = rest.matchAll(/(?<=^|\s)\d*<<(-?)(["']?)([A-Za-z_][\w.-]*)\2(?=$|[\s;|&>)])/g)
  return [...markers].map(([, dash, , name = '']) => ({ name, stripsTabs: dash === '-' }))
}

/** The lines of here-documents with the lines that end them; one that is never ended takes all that is left. */
function takeHereDocuments(
  lines: readonly SourceLine[],
  start: number,
  documents: readonly HereDocument[],
): readonly SourceLine[] {
  const taken: SourceLine[] = []
  let position = start
  for (const { name, stripsTabs } of documents) {
    for (; position < lines.length; position++) {
      const line = lines[position]
      if (line === undefined) break
      taken.push(line)
      if ((stripsTabs ? line.text.replace(/^\t+/, '') : line.text) === name) break
    }
    position += 1
  }
  return taken
}

function splitFlags(rest: string): Pick<Instruction, 'flags' | 'text'> {
  const flags: (readonly [string, string])[] = []
  const flag = /\s*--([a-z][a-z-]*)(?:=("[^"]*"|'[^']*'|\S*))?(?=\s|$)/y
  let end = 0
  for (let match = flag.exec(rest); match !== null; match = flag.exec(rest)) {
    const [, name = '', value = ''] = match
    flags.push([name, value.replace(/^(["'])(.*)\1$/, '$2')])
    end = flag.lastIndex
  }
  return { flags, text: rest.slice(end).trim() }
}
