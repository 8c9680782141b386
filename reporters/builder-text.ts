import { escapeControl } from '../src/report/escape.ts'
import type {
  BuilderListing,
  BuilderPlatform,
  BuildersListing,
  ListedBuilder,
  ListedNode,
} from '../src/report/listing.ts'
import { paint, type Style } from './style.ts'
import { wrapText } from './wrap.ts'

/** Every builder, and which one would be chosen. */
export function renderBuilders(style: Style, { builders, choice }: BuildersListing): readonly string[] {
  return [
    ...builders.flatMap((builder) => renderOne(style, builder)),
    ...(choice === undefined ? [] : ['', ...renderChoice(style, choice)]),
  ]
}

/** One builder, or that it is gone. */
export function renderBuilder(style: Style, { builder, removed }: BuilderListing): readonly string[] {
  if (removed) return [`${escapeControl(builder.name, 100)}  ${builder.driver}, removed`]
  return renderOne(style, builder)
}

function renderChoice(style: Style, choice: NonNullable<BuildersListing['choice']>): readonly string[] {
  const { builder, reason, hint } = choice
  const text = `${builder === undefined ? 'no builder' : `a build would use ${builder}`}: ${reason}`
  return [
    ...wrapText(escapeControl(text, 2000), style.columns),
    ...(hint === undefined ? [] : wrapText(`hint: ${escapeControl(hint, 1000)}`, style.columns, '  ')),
  ]
}

function renderOne(style: Style, builder: ListedBuilder): readonly string[] {
  const { name, driver, current, severalPlatforms, nodes } = builder
  const facts = [
    driver,
    ...(current ? ['the current one'] : []),
    ...(severalPlatforms || nodes.every(({ status }) => status === 'error') ? [] : ['one platform at a time']),
  ]
  const heading = `${paint(style, 'bold', escapeControl(name, 100))}  ${facts.join(', ')}`
  return [heading, ...nodes.flatMap((node) => renderNode(style, node))]
}

function renderNode(
  style: Style,
  { name, endpoint, status, error, version, platforms }: ListedNode,
): readonly string[] {
  const isPlain = status === 'running'
  const facts = [status, ...(version === undefined ? [] : [`BuildKit ${version}`])].join(', ')
  const at = endpoint === '' || endpoint === name ? '' : ` at ${escapeControl(endpoint, 300)}`
  const heading = `  ${escapeControl(name, 100)}${at}: ${facts}`
  return [
    paint(style, isPlain ? 'dim' : 'yellow', heading),
    ...(error === undefined ? [] : wrapText(escapeControl(error, 1000), style.columns, '    ')),
    ...modes.flatMap(([mode, word]) => {
      const names = platforms.filter((platform) => platform.mode === mode).map(({ platform }) => platform)
      const text = `${word.padEnd(10)} ${names.map((platform) => escapeControl(platform, 60)).join(', ')}`
      const [first = '', ...more] = wrapText(text, style.columns - 4)
      return names.length === 0 ? [] : [`    ${first}`, ...more.map((line) => `${' '.repeat(15)}${line}`)]
    }),
  ]
}

const modes: readonly (readonly [BuilderPlatform['mode'], string])[] = [
  ['native', 'natively'],
  ['emulated', 'emulated'],
  ['unknown', 'not known yet'],
  ['unavailable', 'runs none of'],
]
