import { escapeControl } from '../src/report/escape.ts'
import type { InitListing, StarterFileListing } from '../src/report/listing.ts'
import { paint, type Style } from './style.ts'
import { renderTable } from './text-table.ts'
import { wrapText } from './wrap.ts'

/** What a folder holds, what is written there and why, and what to type now. */
export function renderInit(style: Style, listing: InitListing): readonly string[] {
  const { files, isWritten } = listing
  return [
    ...renderChoices(style, listing),
    '',
    paint(style, 'bold', isWritten ? 'Files' : 'Files, if they are written'),
    ...files.flatMap((file) => renderFile(style, file, isWritten)),
    '',
    ...renderEnd(style, listing),
  ]
}

/** What became of it, for one who has read the rest. */
export function renderInitEnd(style: Style, listing: InitListing): readonly string[] {
  const changed = listing.files.filter(({ state }) => state === 'written' || state === 'replaced')
  return [
    ...(listing.isWritten ? changed.flatMap((file) => renderFile(style, file, true)).concat('') : []),
    ...renderEnd(style, listing),
  ]
}

function renderChoices(style: Style, { found, notes, settings }: InitListing): readonly string[] {
  return [
    paint(style, 'bold', 'Found'),
    ...renderTable(
      style,
      found.map(({ where, says }) => [
        { text: escapeControl(where, 60) },
        { text: escapeControl(says, 120), color: 'dim' },
      ]),
      '  ',
    ),
    '',
    paint(style, 'bold', 'Chosen'),
    ...settings.flatMap(({ setting, value, because }) => [
      `  ${paint(style, 'cyan', setting)} ${escapeControl(showValue(value), 200)}`,
      ...wrapText(escapeControl(because, 1000), style.columns, '    '),
    ]),
    ...(notes.length === 0 ? [] : ['', paint(style, 'bold', 'To know')]),
    ...notes.flatMap((note) => renderNote(style, note)),
  ]
}

function renderEnd(style: Style, { isWritten, next }: InitListing): readonly string[] {
  return isWritten ? renderNext(style, next) : ['nothing is written']
}

function renderNote(style: Style, note: string): readonly string[] {
  const [first = '', ...more] = wrapText(escapeControl(note, 1000), style.columns - 4)
  return [`  ${paint(style, 'yellow', '!')} ${first}`, ...more.map((line) => `    ${line}`)]
}

function showValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const states = {
  written: { mark: '+', color: 'green', says: '' },
  replaced: { mark: '~', color: 'yellow', says: 'in place of what was there' },
  kept: { mark: '!', color: 'yellow', says: 'says something else and stays as it is; --force writes over it' },
  unchanged: { mark: '=', color: 'dim', says: 'says so already' },
} as const

function renderFile(style: Style, file: StarterFileListing, isWritten: boolean): readonly string[] {
  const { mark, color, says } = states[file.state]
  const why = says === '' ? file.because : says
  const head = `  ${paint(style, color, mark)} ${escapeControl(file.path, 200)}  ${paint(style, 'dim', escapeControl(why, 200))}`
  const isNew = file.state === 'written' && !isWritten
  const lines =
    file.diff ??
    (isNew
      ? file.text
          .trimEnd()
          .split('\n')
          .map((line) => `+ ${line}`)
      : [])
  return [head, ...lines.map((line) => renderLine(style, line))]
}

function renderLine(style: Style, line: string): string {
  const shown = `      ${escapeControl(line, 300)}`
  if (line.startsWith('+')) return paint(style, 'green', shown)
  return line.startsWith('-') ? paint(style, 'red', shown) : paint(style, 'dim', shown)
}

function renderNext(style: Style, [first, ...others]: readonly string[]): readonly string[] {
  const commands = [first, ...others].flatMap((command) => command ?? [])
  const isInstall = (command: string): boolean => command.startsWith('npm install')
  return [
    `${paint(style, 'bold', 'Now:')} ${commands
      .filter((command) => !isInstall(command))
      .map((command) => escapeControl(command, 300))
      .join(' && ')}`,
    ...commands.filter(isInstall).map((command) => paint(style, 'dim', `for the types in an editor: ${command}`)),
  ]
}
