import { escapeControl } from '../report/escape.ts'
import type { Choice, SettingValue } from './choice.ts'

/** The form of a configuration file. */
export type ConfigFormat = 'ts' | 'mts' | 'mjs' | 'json'

/** A configuration file that says so, with why as comments where the form has any. */
export function writeConfig(settings: readonly Choice[], format: ConfigFormat): string {
  if (format === 'json') {
    return `${JSON.stringify(Object.fromEntries(settings.map(({ setting, value }) => [setting, value])), null, 2)}\n`
  }
  return [
    `import { defineConfig } from 'everyarch/config'`,
    '',
    '// What `everyarch verify` does in this folder. Flags say the same, and win: `everyarch verify --help` lists them.',
    'export default defineConfig({',
    ...settings.flatMap(({ setting, value, because }) => [
      ...comment(because).map((line) => `  // ${line}`),
      `  ${setting}: ${writeValue(value)},`,
    ]),
    '})',
    '',
  ].join('\n')
}

/** A value as people write it. */
export function writeValue(value: SettingValue): string {
  if (typeof value === 'string') return writeText(value)
  if ('port' in value) {
    return `{ port: ${value.port}, path: ${writeText(value.path)}, status: ${writeText(value.status)} }`
  }
  return `[${value.map(writeText).join(', ')}]`
}

/** JSON is JavaScript, where the usual quotes would need escapes. */
export function writeText(text: string): string {
  return /^[\u0020-\u007e]*$/.test(text) && !/['\\]/.test(text) ? `'${text}'` : JSON.stringify(text)
}

const longestLine = 110

/** A sentence as lines of a comment: of what files say nothing may end it. */
export function comment(text: string): readonly string[] {
  const lines: string[] = []
  for (const word of escapeControl(text, 1000).split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length >= longestLine) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.map((line, index) => (index === 0 ? `${line.slice(0, 1).toUpperCase()}${line.slice(1)}` : line))
}
