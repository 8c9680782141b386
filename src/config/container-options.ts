import { readCapabilities } from './capability.ts'
import { readHosts } from './extra-host.ts'
import { readMounts, readVolumes } from './mount.ts'
import { readNetwork } from './network.ts'
import type { Option } from './option.ts'
import { readAbsolutePath, readSwitch, readWords } from './readers.ts'
import { readSecretEnv } from './secret-env.ts'
import { splitShellWords } from './shell-words.ts'
import { readTmpfs } from './tmpfs.ts'
import { readUser } from './user.ts'

const group = 'The container'
const verbs = ['verify', 'bench'] as const
const perPlatform = true

/** How containers are made: named as `docker run` names it. */
export const containerOptions = {
  secretEnv: {
    flag: 'secret-env',
    placeholder: 'NAME',
    repeats: true,
    group,
    verbs,
    help: 'a variable of this environment whose value is never shown',
    isOfHost: true,
    perPlatform,
    scope: 'everywhere',
    read: readSecretEnv,
  },
  user: {
    flag: 'user',
    short: 'u',
    placeholder: 'NAME|UID[:GID]',
    group,
    verbs,
    help: 'the user, instead of the one the image names',
    perPlatform,
    scope: 'everywhere',
    read: readUser,
  },
  workdir: {
    flag: 'workdir',
    short: 'w',
    placeholder: 'PATH',
    group,
    verbs,
    help: 'the working directory, instead of the one the image names',
    perPlatform,
    scope: 'everywhere',
    read: readAbsolutePath,
  },
  entrypoint: {
    flag: 'entrypoint',
    placeholder: 'WORDS',
    group,
    verbs,
    help: "replaces the image's entrypoint, and drops its command",
    perPlatform,
    scope: 'everywhere',
    read: readWords(splitShellWords),
  },
  readOnly: {
    flag: 'read-only',
    negative: 'writable',
    group,
    verbs,
    help: 'nothing but mounts can be written',
    perPlatform,
    scope: 'everywhere',
    read: readSwitch,
  },
  tmpfs: {
    flag: 'tmpfs',
    placeholder: 'PATH[:OPTIONS]',
    repeats: true,
    group,
    verbs,
    help: 'a folder in memory: /run or /tmp:size=64m',
    perPlatform,
    scope: 'no-environment',
    read: readTmpfs,
  },
  volume: {
    flag: 'volume',
    short: 'v',
    placeholder: 'HERE:THERE[:ro]',
    repeats: true,
    group,
    verbs,
    help: 'a file or folder of this host: ./data:/data:ro',
    perPlatform,
    scope: 'no-environment',
    read: readVolumes,
  },
  mount: {
    flag: 'mount',
    placeholder: 'FIELDS',
    repeats: true,
    group,
    verbs,
    help: "the same in the words of docker's --mount",
    perPlatform,
    scope: 'no-environment',
    read: readMounts,
  },
  capAdd: {
    flag: 'cap-add',
    placeholder: 'LIST',
    repeats: true,
    group,
    verbs,
    help: 'capabilities to add: NET_ADMIN,SYS_TIME',
    perPlatform,
    scope: 'everywhere',
    read: readCapabilities,
  },
  capDrop: {
    flag: 'cap-drop',
    placeholder: 'LIST',
    repeats: true,
    group,
    verbs,
    help: 'capabilities to take away: ALL',
    perPlatform,
    scope: 'everywhere',
    read: readCapabilities,
  },
  network: {
    flag: 'network',
    placeholder: 'NAME|none|host',
    group,
    verbs,
    help: 'the network of the engine',
    perPlatform,
    scope: 'everywhere',
    read: readNetwork,
  },
  addHost: {
    flag: 'add-host',
    placeholder: 'NAME:ADDRESS',
    repeats: true,
    group,
    verbs,
    help: 'an entry of /etc/hosts; host-gateway is the engine itself',
    perPlatform,
    scope: 'everywhere',
    read: readHosts,
  },
} as const satisfies Readonly<Record<string, Option<unknown>>>
