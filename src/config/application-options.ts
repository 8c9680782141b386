import { readEnvList } from './env-list.ts'
import { readExpected } from './expectation.ts'
import { readHttpTargets } from './http-endpoint.ts'
import type { Option } from './option.ts'
import { readText, readWords } from './readers.ts'
import { splitShellWords } from './shell-words.ts'

/** What the application is told and must do. */
export const applicationOptions = {
  http: {
    flag: 'http',
    placeholder: 'VALUE',
    group: 'The application',
    verbs: ['verify', 'bench'],
    repeats: true,
    help: 'what must answer over HTTP: 5000, 5000/path, /path, https:8443',
    perPlatform: true,
    scope: 'everywhere',
    read: readHttpTargets,
  },
  expect: {
    flag: 'expect',
    placeholder: 'KIND:VALUE',
    repeats: true,
    group: 'The application',
    verbs: ['verify', 'bench'],
    help: 'what must hold too: exit:0, status:204, log:ready, tcp:6379, …',
    perPlatform: true,
    scope: 'everywhere',
    read: readExpected,
  },
  command: {
    flag: 'command',
    placeholder: 'WORDS',
    group: 'The application',
    verbs: ['verify', 'bench'],
    help: "replaces the image's command; so do words after --",
    perPlatform: true,
    scope: 'everywhere',
    read: readWords(splitShellWords),
  },
  env: {
    flag: 'env',
    short: 'e',
    placeholder: 'KEY=VALUE',
    repeats: true,
    group: 'The application',
    verbs: ['verify', 'bench'],
    help: 'a variable for the containers; KEY alone takes it from here',
    perPlatform: true,
    scope: 'no-environment',
    read: readEnvList,
  },
  compose: {
    flag: 'compose',
    placeholder: 'FILE',
    group: 'The application',
    verbs: ['verify', 'bench'],
    help: 'a compose file: what --service needs is started beside it',
    scope: 'everywhere',
    read: readText,
  },
  service: {
    flag: 'service',
    placeholder: 'NAME',
    group: 'The application',
    verbs: ['verify', 'bench'],
    help: 'the service of the compose file whose image is verified',
    scope: 'everywhere',
    read: readText,
  },
} as const satisfies Readonly<Record<string, Option<unknown>>>
