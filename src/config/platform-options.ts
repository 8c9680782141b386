import type { Option } from './option.ts'
import { readTexts, readPlatforms } from './readers.ts'

/** Which images and platforms are looked at. */
export const platformOptions = {
  image: {
    group: 'Platforms',
    verbs: ['verify', 'platforms', 'inspect', 'plan', 'resolve'],
    help: 'the images to look at',
    scope: 'everywhere',
    read: readTexts,
  },
  platform: {
    flag: 'platform',
    placeholder: 'LIST',
    repeats: true,
    group: 'Platforms',
    verbs: ['verify', 'platforms', 'inspect', 'plan', 'resolve', 'report', 'doctor', 'builder ls', 'builder inspect'],
    help: 'the platforms to look at: linux/amd64,linux/arm64',
    default: 'every linux platform of the index',
    defaults: {
      platforms: 'none has to be there',
      inspect: 'every platform of the index',
      resolve: 'the usual linux hosts, and those of the index',
      report: 'every linux platform of the index; of one report, those it is about',
      doctor: 'the usual linux platforms',
      'builder ls': 'every platform a builder names',
      'builder inspect': 'every platform the builder names',
    },
    scope: 'everywhere',
    read: readPlatforms,
  },
  require: {
    flag: 'require',
    placeholder: 'LIST',
    repeats: true,
    group: 'Platforms',
    verbs: ['verify', 'platforms', 'inspect'],
    help: 'platforms that must be in the index',
    scope: 'everywhere',
    read: readPlatforms,
  },
  forbid: {
    flag: 'forbid',
    placeholder: 'LIST',
    repeats: true,
    group: 'Platforms',
    verbs: ['verify', 'platforms', 'inspect'],
    help: 'platforms that must not be in the index',
    scope: 'everywhere',
    read: readPlatforms,
  },
  from: {
    flag: 'from',
    placeholder: 'FILE|-',
    repeats: true,
    group: 'Platforms',
    verbs: ['platforms', 'inspect'],
    help: 'the images named in Kubernetes YAML, compose, bake, Dockerfile',
    scope: 'no-environment',
    read: readTexts,
  },
} as const satisfies Readonly<Record<string, Option<unknown>>>
