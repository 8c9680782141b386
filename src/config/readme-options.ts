import { closestWord } from '../oci/closest-word.ts'
import { readmeColumns, usualReadmeWords, type ReadmeColumn, type ReadmeWords } from '../report/readme-words.ts'
import type { Option } from './option.ts'
import { invalidValue, isRecord, readCommaList, readSwitch, readText, readTexts } from './readers.ts'

const group = 'The README'
const verbs = ['readme'] as const

/** What a README says, and where. */
export const readmeOptions = {
  report: {
    flag: 'report',
    placeholder: 'FILE',
    repeats: true,
    group,
    verbs,
    help: 'a saved report, instead of a run; several are merged',
    scope: 'command-line',
    read: readTexts,
  },
  write: {
    flag: 'write',
    group,
    verbs,
    help: 'write the table between the markers of the file',
    scope: 'command-line',
    read: readSwitch,
  },
  check: {
    flag: 'check',
    group,
    verbs,
    help: 'exit with 1 and a diff where the file says something else',
    scope: 'command-line',
    read: readSwitch,
  },
  into: {
    flag: 'into',
    placeholder: 'FILE',
    group,
    verbs,
    help: 'the file with the markers',
    default: 'README.md',
    scope: 'everywhere',
    read: readText,
  },
  columns: {
    flag: 'columns',
    placeholder: 'LIST',
    group,
    verbs,
    help: 'columns of the table, of eight; digest, size and start too',
    default: 'platform,status,how',
    scope: 'everywhere',
    read: readColumns,
  },
  words: {
    flag: 'words',
    placeholder: 'NAME=TEXT',
    repeats: true,
    group,
    verbs,
    help: 'another word for a heading or a status: passed=works',
    scope: 'no-environment',
    read: readWords,
  },
} as const satisfies Readonly<Record<string, Option<unknown>>>

function readColumns(raw: unknown): readonly ReadmeColumn[] {
  const columns = readCommaList(raw).map((word) => {
    const column = readmeColumns.find((known) => known === word)
    if (column === undefined) throw unknown(word, 'a column', readmeColumns)
    return column
  })
  const doubled = columns.find((column, position) => columns.indexOf(column) < position)
  if (doubled !== undefined) throw invalidValue(columns.join(','), 'a list of columns', `${doubled} is there twice`)
  return columns
}

/** `passed=works`, several, or an object of such. */
function readWords(raw: unknown): Partial<ReadmeWords> {
  const pairs: readonly (readonly [string, unknown])[] = isRecord(raw)
    ? Object.entries(raw)
    : readTexts(raw).map((text) => {
        const [, name = '', word] = /^([^=]*)=([\s\S]*)$/.exec(text) ?? []
        if (word === undefined) throw invalidValue(text, 'a word with its text', 'write NAME=TEXT')
        return [name.trim(), word]
      })
  return Object.fromEntries(pairs.map(([name, text]) => [readName(name), readWord(text)]))
}

function readName(name: string): string {
  if (!Object.hasOwn(usualReadmeWords, name)) throw unknown(name, 'a word of the table', Object.keys(usualReadmeWords))
  return name
}

/** It is Markdown of the user's own, and no cell may end within it. */
function readWord(raw: unknown): string {
  const text = readText(raw).trim()
  // oxlint-disable-next-line no-control-regex -- none may be in it
  if (/[\u0000-\u001f\u007f]/.test(text) || text.length > 200) {
    throw invalidValue(text.slice(0, 60), 'a line of at most 200 characters')
  }
  return text.replaceAll(/(?<!\\)\|/g, '\\|')
}

function unknown(word: string, expected: string, known: readonly string[]): Error {
  const near = closestWord(word, known)
  const all = `there are ${known.join(', ')}`
  return invalidValue(word, expected, near === undefined ? all : `did you mean ${near}? ${all}`)
}
