import type { Option } from './option.ts'
import { readChoice, readSwitch, readText } from './readers.ts'

const group = 'What is written'
const verbs = ['init'] as const

/** What a folder begins with: of `everyarch init` alone. */
export const initOptions = {
  folder: {
    group,
    verbs,
    help: 'the folder that is looked at',
    default: 'this one',
    scope: 'command-line',
    read: readText,
  },
  format: {
    flag: 'format',
    placeholder: 'ts|mjs|json',
    group,
    verbs,
    help: 'the form of the configuration; json comes with checks in YAML',
    default: 'as the folder is written',
    scope: 'command-line',
    read: readChoice('ts', 'mjs', 'json'),
  },
  ci: {
    flag: 'ci',
    placeholder: 'github|gitlab|none',
    group,
    verbs,
    help: 'what runs it with each change',
    default: 'as the repository has it',
    scope: 'command-line',
    read: readChoice('github', 'gitlab', 'none'),
  },
  force: {
    flag: 'force',
    group,
    verbs,
    help: 'write over files that say something else',
    scope: 'command-line',
    read: readSwitch,
  },
  yes: {
    flag: 'yes',
    short: 'y',
    group,
    verbs,
    help: 'ask nothing',
    default: 'where there is no terminal',
    scope: 'command-line',
    read: readSwitch,
  },
} as const satisfies Readonly<Record<string, Option<unknown>>>
