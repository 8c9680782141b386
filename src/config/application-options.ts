import { readEnvList } from './env-list.ts'
import { readExpectedEnd } from './expectation.ts'
import { parseHttpTarget } from './http-target.ts'
import type { Option } from './option.ts'
import { readScalar, readWords } from './readers.ts'
import { splitShellWords } from './shell-words.ts'

/** What the application is told and must do. */
export const applicationOptions = {
  http: {
    flag: 'http',
    placeholder: 'VALUE',
    group: 'The application',
    verbs: ['verify'],
    help: 'what must answer over HTTP: 5000, 5000/path or /path',
    perPlatform: true,
    scope: 'everywhere',
    read: (raw) => parseHttpTarget(readScalar(raw)),
  },
  expect: {
    flag: 'expect',
    placeholder: 'exit:N',
    group: 'The application',
    verbs: ['verify'],
    help: 'the application must end by itself with exit code N',
    perPlatform: true,
    scope: 'everywhere',
    read: readExpectedEnd,
  },
  command: {
    flag: 'command',
    placeholder: 'WORDS',
    group: 'The application',
    verbs: ['verify'],
    help: "replaces the image's command; so do words after --",
    perPlatform: true,
    scope: 'everywhere',
    read: readWords(splitShellWords),
  },
  env: {
    flag: 'env',
    placeholder: 'KEY=VALUE',
    repeats: true,
    group: 'The application',
    verbs: ['verify'],
    help: 'a variable for the containers; KEY alone takes it from here',
    perPlatform: true,
    scope: 'no-environment',
    read: readEnvList,
  },
} as const satisfies Readonly<Record<string, Option<unknown>>>
