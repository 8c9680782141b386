import { verbHelp } from '../src/cli/verb-help.ts'
import { variableName } from '../src/config/environment-values.ts'
import { optionGroups } from '../src/config/option.ts'
import { listOptions, type NamedOption } from '../src/config/options.ts'
import { verbNames } from '../src/config/verb-name.ts'
import { exitCodeOfError, isErrorCode } from '../src/errors.ts'
import { findingCodes, type FindingCode } from '../src/report/finding-codes.ts'
import { listEntries } from './api/entries.ts'
import { renderApi } from './api/render.ts'
import type { DocumentSection } from './document-section.ts'
import { errorTitles } from './error-titles.ts'
import { listReachableCodes } from './reachable-codes.ts'

/** Every part of the documentation that is made from a table of the sources. */
export async function listGeneratedSections(): Promise<readonly DocumentSection[]> {
  return [
    { path: 'docs/command-line.md', name: 'commands', lines: renderCommands() },
    { path: 'docs/command-line.md', name: 'flags', lines: renderFlags() },
    { path: 'docs/command-line.md', name: 'settings', lines: renderSettings() },
    { path: 'docs/api.md', name: 'exports', lines: renderApi(listEntries()) },
    { path: 'docs/verdicts.md', name: 'finding codes', lines: renderFindingCodes(await listReachableCodes()) },
    { path: 'docs/verdicts.md', name: 'error codes', lines: renderErrorCodes() },
  ]
}

function renderCommands(): readonly string[] {
  return verbNames.flatMap((verb) => {
    const { operands, description, examples } = verbHelp[verb]
    const width = Math.max(...examples.map(({ line }) => line.length))
    return [
      `### everyarch ${verb}`,
      '',
      `\`${['everyarch', verb, '[FLAGS]', operands].join(' ').trim()}\``,
      '',
      // What an image is stands above, once for all commands.
      ...description.filter((text) => !text.startsWith('IMAGE is')).flatMap((text) => [escapeText(text), '']),
      '```sh',
      ...examples.map(({ line, says }) => `${line.padEnd(width)}  # ${says}`),
      '```',
      '',
    ]
  })
}

function renderFlags(): readonly string[] {
  return optionGroups.flatMap((group) => {
    const rows = listOptions().filter(({ option }) => option.group === group && option.flag !== undefined)
    return [
      `### ${group}`,
      '',
      '| Flag | Means | Default | Commands |',
      '| --- | --- | --- | --- |',
      ...rows.map(({ option }) =>
        row([nameFlag(option), escapeText(option.help), escapeText(nameDefaults(option)), nameVerbs(option.verbs)]),
      ),
      '',
    ]
  })
}

function renderSettings(): readonly string[] {
  const rows = listOptions().filter(({ option }) => option.scope !== 'command-line')
  return [
    '| Configuration | Flag | Variable |',
    '| --- | --- | --- |',
    ...rows.map(({ name, option }) =>
      row([
        code(name),
        option.flag === undefined
          ? option.scope === 'everywhere'
            ? 'words without a flag'
            : 'none'
          : code(`--${option.flag}`),
        option.scope === 'everywhere' ? code(variableName(name)) : '',
      ]),
    ),
  ]
}

function renderFindingCodes(codes: readonly FindingCode[]): readonly string[] {
  return [
    '| Code | Severity | Says |',
    '| --- | --- | --- |',
    ...codes.map((name) => row([linkFinding(name), findingCodes[name].severity, escapeText(findingCodes[name].title)])),
  ]
}

/** Headings lose their slash where they are linked to. */
function linkFinding(name: FindingCode): string {
  return `[${code(name)}](findings.md#${name.replace('/', '')})`
}

function renderErrorCodes(): readonly string[] {
  return [
    '| Code | Exit code | Says |',
    '| --- | --: | --- |',
    ...Object.entries(errorTitles).flatMap(([name, title]) =>
      isErrorCode(name) ? [row([code(name), String(exitCodeOfError(name)), title])] : [],
    ),
  ]
}

function nameFlag({ flag, short, negative, placeholder }: NamedOption['option']): string {
  const names = [
    ...(short === undefined ? [] : [`-${short}`]),
    `--${flag ?? ''}${placeholder === undefined ? '' : ` ${placeholder}`}`,
    ...(negative === undefined ? [] : [`--${negative}`]),
  ]
  return names.map(code).join(', ')
}

function nameDefaults({ default: usual, defaults = {} }: NamedOption['option']): string {
  const own = Object.entries(defaults).map(([verb, text]) => `${verb}: ${text}`)
  return [...(usual === undefined ? [] : [usual]), ...own].join('; ')
}

function nameVerbs(verbs: readonly string[]): string {
  return verbs.length === verbNames.length ? 'all' : verbs.join(', ')
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(escapeCell).join(' | ')} |`
}

function code(text: string): string {
  return `\`${text}\``
}

/** Text is no markup. */
function escapeText(text: string): string {
  return text.replaceAll(/[*_<`]/g, String.raw`\$&`)
}

/** A pipe ends a cell even within code. */
function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|')
}
