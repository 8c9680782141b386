import { parseDuration } from './duration.ts'
import type { Option } from './option.ts'
import { readCount, readScalar, readSwitch, readText, readWords } from './readers.ts'
import { splitShellWords } from './shell-words.ts'
import { readThresholds } from './threshold.ts'

const group = 'Benchmarks'
const verbs = ['bench', 'verify'] as const
const readCommand = readWords(splitShellWords)

/** What is measured, for how long, and what counts as slower. */
export const benchOptions = {
  bench: {
    flag: 'bench',
    group,
    verbs: ['verify'],
    help: 'measure the platforms that pass, as everyarch bench does',
    scope: 'everywhere',
    read: readSwitch,
  },
  rounds: {
    flag: 'rounds',
    placeholder: 'N',
    group,
    verbs,
    help: 'so many rounds of all platforms, whatever they show',
    default: 'until intervals are narrow, at least 5',
    scope: 'everywhere',
    read: readCount(1, 500),
  },
  time: {
    flag: 'time',
    placeholder: 'DURATION',
    group,
    verbs,
    help: 'no more rounds after this: 5m',
    default: '1m',
    scope: 'everywhere',
    read: (raw) => parseDuration(readScalar(raw)),
  },
  requests: {
    flag: 'requests',
    placeholder: 'N',
    group,
    verbs,
    help: 'how many requests are timed in each round; 0 for none',
    default: '20',
    scope: 'everywhere',
    read: readCount(0, 10_000),
  },
  exec: {
    flag: 'exec',
    placeholder: 'WORDS',
    repeats: true,
    group,
    verbs,
    help: 'a command to time in each running container',
    scope: 'everywhere',
    read: (raw) => (Array.isArray(raw) ? raw.map(readCommand) : [readCommand(raw)]),
  },
  buildRounds: {
    flag: 'build-rounds',
    placeholder: 'N',
    group,
    verbs,
    help: 'builds to measure, cold and warm, of each platform; 0 for none',
    default: '1',
    scope: 'everywhere',
    read: readCount(0, 500),
  },
  buildTimes: {
    flag: 'build-times',
    placeholder: 'FILE',
    group,
    verbs,
    help: 'a saved report of what building this image took, to show it',
    scope: 'everywhere',
    read: readText,
  },
  threshold: {
    flag: 'threshold',
    placeholder: '[MEASURE=]PERCENT',
    repeats: true,
    group,
    verbs,
    help: 'with --baseline: how much slower counts: 5%, request=10%',
    default: '5%, and 25% where factors are compared',
    scope: 'everywhere',
    read: readThresholds,
  },
} as const satisfies Readonly<Record<string, Option<unknown>>>
