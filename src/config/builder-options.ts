import type { Option } from './option.ts'
import { invalidValue, readChoice, readSwitch, readText, readTexts } from './readers.ts'

const group = 'Builders'

/** What makes images: of `everyarch builder …` alone. */
export const builderOptions = {
  builderOperands: {
    group,
    verbs: ['builder create', 'builder use', 'builder inspect', 'builder rm'],
    help: 'the name of a builder, or the place of a new one',
    scope: 'command-line',
    read: readTexts,
  },
  name: {
    flag: 'name',
    placeholder: 'NAME',
    group,
    verbs: ['builder create'],
    help: 'what to call the builder',
    default: 'a name that buildx invents',
    scope: 'command-line',
    read: readName,
  },
  driver: {
    flag: 'driver',
    placeholder: 'DRIVER',
    group,
    verbs: ['builder create'],
    help: 'docker-container, kubernetes or remote',
    default: 'docker-container',
    scope: 'command-line',
    read: readChoice('docker-container', 'kubernetes', 'remote'),
  },
  driverOpt: {
    flag: 'driver-opt',
    placeholder: 'KEY=VALUE',
    repeats: true,
    group,
    verbs: ['builder create'],
    help: 'a setting of the driver: image=…, network=host',
    scope: 'command-line',
    read: readTexts,
  },
  buildkitdConfig: {
    flag: 'buildkitd-config',
    placeholder: 'FILE',
    group,
    verbs: ['builder create'],
    help: 'the configuration of its buildkitd: registries, mirrors, keys',
    scope: 'command-line',
    read: readText,
  },
  append: {
    flag: 'append',
    group,
    verbs: ['builder create'],
    help: 'add a machine to the builder that --name names',
    scope: 'command-line',
    read: readSwitch,
  },
  use: {
    flag: 'use',
    group,
    verbs: ['builder create'],
    help: 'make it the one that builds use',
    scope: 'command-line',
    read: readSwitch,
  },
  bootstrap: {
    flag: 'bootstrap',
    group,
    verbs: ['builder create', 'builder inspect'],
    help: 'start it',
    scope: 'command-line',
    read: readSwitch,
  },
  buildxArgs: {
    group,
    verbs: ['builder create'],
    help: 'further flags for docker buildx create, after --',
    scope: 'command-line',
    read: readTexts,
  },
} as const satisfies Readonly<Record<string, Option<unknown>>>

/** https://github.com/docker/buildx/blob/master/store/util.go (`ValidateName`) */
function readName(raw: unknown): string {
  const name = readText(raw)
  if (/^[a-zA-Z][a-zA-Z0-9._-]*$/.test(name)) return name
  throw invalidValue(raw, 'a name of a builder', 'begin with a letter; letters, digits, dots, dashes and underscores')
}
