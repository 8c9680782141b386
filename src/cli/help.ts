import { paint, type Style } from '../../reporters/style.ts'
import { renderTable } from '../../reporters/text-table.ts'
import { wrapText } from '../../reporters/wrap.ts'
import { optionGroups, takesOption, type Option } from '../config/option.ts'
import { listOptions } from '../config/options.ts'
import { verbNames, type VerbName } from '../config/verb-name.ts'
import { displayWidth } from '../report/display-width.ts'
import { verbHelp, type VerbHelp } from './verb-help.ts'

/** The help of the whole tool, or of one command. */
export function renderHelp(style: Style, verb?: VerbName): readonly string[] {
  return verb === undefined ? renderOverview(style) : renderVerbHelp(style, verb)
}

function renderOverview(style: Style): readonly string[] {
  return [
    ...wrapText('everyarch proves that a multi-architecture container image keeps its promises.', style.columns),
    '',
    `${heading(style, 'Usage')} everyarch COMMAND [FLAGS] [IMAGE…]`,
    '',
    heading(style, 'Commands'),
    ...renderPairs(
      style,
      verbNames.map((verb) => [verb, verbHelp[verb].summary] as const),
    ),
    '',
    heading(style, 'Examples'),
    ...renderExamples(
      style,
      verbNames.flatMap((verb) => verbHelp[verb].examples.slice(0, 1)),
    ),
    '',
    heading(style, 'Exit codes'),
    ...renderPairs(style, exitCodes),
    '',
    ...wrapText('everyarch COMMAND --help shows the flags of a command.', style.columns),
  ]
}

const exitCodes: readonly (readonly [string, string])[] = [
  ['0', 'every platform asked for was verified and passed'],
  ['1', 'failed: the image is proven wrong'],
  ['2', 'the request is wrong'],
  ['3', 'unverified: the environment kept it from being proven'],
  ['4', 'inconclusive: it failed only where an emulator may be the cause'],
  ['130', 'interrupted'],
]

function renderVerbHelp(style: Style, verb: VerbName): readonly string[] {
  const { operands, description, examples }: VerbHelp = verbHelp[verb]
  const usage = ['everyarch', verb, '[FLAGS]', ...(operands === '' ? [] : [operands])].join(' ')
  return [
    `${heading(style, 'Usage')} ${usage}`,
    ...description.flatMap((paragraph) => ['', ...wrapText(paragraph, style.columns)]),
    '',
    heading(style, 'Examples'),
    ...renderExamples(style, examples),
    ...optionGroups.flatMap((group) => {
      const options = listOptions().filter(({ option }) => option.group === group && takesOption(option, verb))
      const rows = options.flatMap(({ option }) =>
        option.flag === undefined ? [] : [flagRow(option, option.flag, verb)],
      )
      return rows.length === 0 ? [] : ['', heading(style, group), ...renderPairs(style, rows)]
    }),
  ]
}

function flagRow(option: Option<unknown>, flag: string, verb: VerbName): readonly [string, string] {
  const short = option.short === undefined ? '' : `-${option.short}, `
  const negative = option.negative === undefined ? '' : `, --${option.negative}`
  const placeholder = option.placeholder === undefined ? '' : ` ${option.placeholder}`
  const own = option.defaults?.[verb] ?? option.default
  const fallback = own === undefined ? '' : ` [${own}]`
  return [`${short}--${flag}${negative}${placeholder}`, `${option.help}${fallback}`]
}

function heading(style: Style, text: string): string {
  return paint(style, 'bold', `${text}:`)
}

/** Two columns; the second is wrapped within its own. */
function renderPairs(style: Style, pairs: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...pairs.map(([left]) => displayWidth(left))) + 4
  return pairs.flatMap(([left, right]) => {
    const [first = '', ...more] = wrapText(right, style.columns - width)
    const padding = ' '.repeat(width - 2 - displayWidth(left))
    return [`  ${paint(style, 'cyan', left)}${padding}${first}`, ...more.map((line) => `${' '.repeat(width)}${line}`)]
  })
}

function renderExamples(style: Style, examples: VerbHelp['examples']): readonly string[] {
  const rows = examples.map(({ line, says }) => [{ text: line }, { text: `# ${says}`, color: 'dim' as const }])
  return renderTable(style, rows, '  ')
}
