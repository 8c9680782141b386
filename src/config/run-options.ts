import { parseBytes } from './bytes.ts'
import { parseDuration } from './duration.ts'
import type { Option } from './option.ts'
import { readCount, readScalar, readSwitch, readText } from './readers.ts'

/** How, where and for how long platforms are run. */
export const runOptions = {
  timeout: {
    flag: 'timeout',
    placeholder: 'DURATION',
    group: 'Running it',
    verbs: ['verify', 'plan'],
    help: 'for each platform, from container start to healthy: 20s, 2m',
    default: 'longer where it is emulated',
    scope: 'everywhere',
    read: (raw) => parseDuration(readScalar(raw)),
  },
  deadline: {
    flag: 'deadline',
    placeholder: 'DURATION',
    group: 'Running it',
    verbs: ['verify'],
    help: 'for the whole run; what was proven by then is reported',
    scope: 'everywhere',
    read: (raw) => parseDuration(readScalar(raw)),
  },
  jobs: {
    flag: 'jobs',
    placeholder: 'N',
    group: 'Running it',
    verbs: ['verify'],
    help: 'how many platforms run at once',
    default: 'twice the number of cores, at least 4',
    scope: 'everywhere',
    read: readCount(1, 256),
  },
  engine: {
    flag: 'engine',
    placeholder: 'CONTEXT|HOST',
    group: 'Running it',
    verbs: ['verify', 'plan', 'doctor', 'clean'],
    help: "a Docker context or an engine's address: tcp://10.0.0.5:2375",
    default: 'the engine docker would use',
    scope: 'everywhere',
    read: readText,
  },
  memory: {
    flag: 'memory',
    placeholder: 'SIZE',
    group: 'Running it',
    verbs: ['verify'],
    help: 'memory limit of each container: 512MiB',
    scope: 'everywhere',
    read: (raw) => parseBytes(readScalar(raw)),
  },
  pidsLimit: {
    flag: 'pids-limit',
    placeholder: 'N',
    group: 'Running it',
    verbs: ['verify'],
    help: 'limit of processes in each container',
    scope: 'everywhere',
    read: readCount(1, 4_194_304),
  },
  keepImages: {
    flag: 'keep-images',
    negative: 'remove-images',
    group: 'Running it',
    verbs: ['verify'],
    help: 'leave images the run pulled in the engine, or remove them',
    default: 'keep, and remove in CI',
    scope: 'everywhere',
    read: readSwitch,
  },
  plainHttp: {
    flag: 'plain-http',
    group: 'Running it',
    verbs: ['verify', 'platforms', 'inspect', 'plan', 'resolve'],
    help: 'plain HTTP to any registry, not only to one on this host',
    scope: 'everywhere',
    read: readSwitch,
  },
} as const satisfies Readonly<Record<string, Option<unknown>>>
