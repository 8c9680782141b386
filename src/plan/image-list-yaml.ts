import type { CST, Parser } from 'yaml'
import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'

/** How often anchors may be repeated: a few lines of them can stand for gigabytes. */
const maxAliases = 1000
const maxDepth = 500
const maxDocuments = 10_000

/**
 * The documents of a YAML or JSON text, one after another: together they would take fifty times the text's memory.
 * @throws HarnessError `usage-invalid` with the line where it is wrong
 */
export async function* readYamlDocuments(content: string, name: string): AsyncGenerator {
  const json = parseJsonText(content)
  if (json !== undefined) {
    yield json
    return
  }
  const { Composer, LineCounter, Lexer, Parser } = await import('yaml')
  const lines = new LineCounter()
  // Duplicate keys are an error to some readers, and the last one wins for others: no reason to know better.
  const composer = new Composer({ uniqueKeys: false, merge: true, logLevel: 'silent' })
  try {
    const tokens = boundDepth(new Parser(lines.addNewLine), new Lexer().lex(content))
    let count = 0
    for (const document of composer.compose(tokens, true)) {
      if (++count > maxDocuments) throw new Error(`it has more than ${maxDocuments} documents`)
      const [error] = document.errors
      if (error !== undefined) {
        throw new Error(`${error.message} in line ${lines.linePos(error.pos[0]).line}`, { cause: error })
      }
      const value: unknown = document.toJS({ maxAliasCount: maxAliases })
      yield value
    }
  } catch (cause) {
    throw cause instanceof HarnessError ? cause : unreadable(content, name, cause)
  }
}

/** The parser's tokens, unless they nest so deep that a few megabytes of brackets would take all memory. */
function* boundDepth(parser: Parser, lexemes: Iterable<string>): Generator<CST.Token, void> {
  for (const lexeme of lexemes) {
    yield* parser.next(lexeme)
    if (parser.stack.length > maxDepth) throw new Error(`it is nested more than ${maxDepth} deep`)
  }
  yield* parser.end()
}

/** JSON is YAML too, and this is many times as fast. */
function parseJsonText(content: string): unknown {
  if (!/^\s*[{[]/.test(content)) return undefined
  try {
    const value: unknown = JSON.parse(content)
    return value
  } catch {
    return undefined
  }
}

function unreadable(content: string, name: string, cause: unknown): HarnessError {
  const problem = cause instanceof Error ? cause.message : String(cause)
  const isTemplate = content.includes('{{')
  return new HarnessError('usage-invalid', `${quoteText(name)} is not YAML: ${problem}`, {
    hint: isTemplate ? 'it is a template: pipe what helm template prints to --from -' : 'correct it, then try again',
  })
}
