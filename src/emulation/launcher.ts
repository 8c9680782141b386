import { call, type Program, type Step } from '../elf/program.ts'
import { exitWith, write } from '../elf/programs.ts'
import { allCapabilities } from './capabilities.ts'
import { hasFilter, writeFilter } from './launcher-filter.ts'

/** The user a container runs as, by numbers. */
export interface ContainerUser {
  readonly uid: number
  readonly gid: number
  /** The others it is in. */
  readonly groups: readonly number[]
}

export interface LauncherOptions {
  /** The engine's, in OCI's words: the launcher is a program of the host. */
  readonly hostArchitecture: string
  /** What `writeRegistration` makes. */
  readonly registration: string
  readonly user: ContainerUser
  /** The paths to try to execute, in order. */
  readonly candidates: readonly string[]
  /** The numbers of the capabilities that root keeps. */
  readonly capabilities: ReadonlySet<number>
  /** The image's own files cannot be changed, as in a container with a read-only root. */
  readonly isReadOnly: boolean
  /** How many words the launcher is started with, its own name included. */
  readonly argumentCount: number
}

/** Before what the launcher says when it cannot do its work. */
export const launcherMark = 'everyarch-launcher: '
/** What it ends with then. */
export const launcherExitCode = 125

const handlersFolder = '/proc/sys/fs/binfmt_misc'
const newUserAndMounts = 0x10020000
/** MS_REMOUNT, MS_BIND and MS_RDONLY. */
const readOnlyAgain = 32 | 4096 | 1
const childSignal = 17
const writeOnly = 1
const [dropCapability, setFilter, filterMode] = [24, 22, 2]
/** All users of the machine, else those a container in a user namespace of its own has. */
const allUsers = ['0 0 4294967295', '0 0 65536'] as const

const eventFd = { word: -1 }
const child = { word: -2 }
const file = { word: -3 }
const buffer = { stackWords: -8 }
const one = new Uint8Array(8).fill(1)

/** True where the launcher is known to work. */
export function canLaunch(hostArchitecture: string): boolean {
  return hasFilter(hostArchitecture)
}

/**
 * A program that makes a user namespace with handlers of its own, in which it becomes the container's application: all
 * processes of the container then run under another emulator than the host's, and the host's handlers are not touched.
 * It is PID 1, so the application is. The users stay what they are, and what a container may not do by default is taken
 * away again. Since Linux 6.7: https://docs.kernel.org/admin-guide/binfmt-misc.html
 */
export function launcherProgram(options: LauncherOptions): Program {
  const { user, hostArchitecture, registration, candidates, argumentCount } = options
  return [
    ...mapAllUsers(),
    call('mount', { text: 'binfmt_misc' }, { text: handlersFolder }, { text: 'binfmt_misc' }, 0, 0),
    { kind: 'jump-if-failed', label: 'no-mount' },
    ...writeFile(`${handlersFolder}/register`, registration, 'no-handler'),
    ...(options.isReadOnly ? makeReadOnly() : []),
    ...allCapabilities
      .filter((capability) => !options.capabilities.has(capability))
      .map((capability) => call('prctl', dropCapability, capability, 0, 0, 0)),
    call('prctl', setFilter, filterMode, { filter: writeFilter(hostArchitecture) }, 0, 0),
    { kind: 'jump-if-failed', label: 'no-filter' },
    ...become(user),
    ...candidates.map((path) => call('execve', { text: path }, { stackWords: 2 }, { stackWords: argumentCount + 2 })),
    ...giveUp('no-program', 'none of the entrypoint paths could be executed'),
    ...giveUp('no-namespace', 'the kernel refused a user namespace'),
    ...giveUp('no-users', 'the kernel refused the users of the namespace'),
    ...giveUp('no-mount', 'the kernel refused handlers of its own: Linux 6.7 or later has them'),
    ...giveUp('no-handler', 'the kernel refused the handler'),
    ...giveUp('no-user', "the kernel refused to become the image's user"),
    ...giveUp('no-read-only', 'the kernel refused a read-only root'),
    ...giveUp('no-filter', 'the kernel refused the filter of system calls'),
  ]
}

/** Only a process outside the namespace may say who is who in it, so a child stays there. */
function mapAllUsers(): Program {
  const [first, second] = allUsers
  return [
    call('eventfd2', 0, 0),
    { kind: 'save', word: eventFd.word },
    call('clone', childSignal, 0, 0, 0, 0),
    { kind: 'save', word: child.word },
    { kind: 'jump-if-equal', word: child.word, value: 0, label: 'child' },
    call('unshare', newUserAndMounts),
    { kind: 'jump-if-failed', label: 'no-namespace' },
    call('write', eventFd, { bytes: one }, one.length),
    call('wait4', child, buffer, 0, 0),
    call('close', eventFd),
    { kind: 'jump', label: 'mapped' },
    { kind: 'label', label: 'child' },
    call('read', eventFd, buffer, one.length),
    ...writeFile('/proc/1/uid_map', first, 'fewer'),
    ...writeFile('/proc/1/gid_map', first, 'fewer'),
    ...exitWith(0),
    { kind: 'label', label: 'fewer' },
    ...writeFile('/proc/1/uid_map', second, 'no-users'),
    ...writeFile('/proc/1/gid_map', second, 'no-users'),
    ...exitWith(0),
    { kind: 'label', label: 'mapped' },
  ]
}

function makeReadOnly(): Program {
  return [
    call('mount', { text: 'none' }, { text: '/' }, { text: 'none' }, readOnlyAgain, 0),
    { kind: 'jump-if-failed', label: 'no-read-only' },
  ]
}

/** The groups first: who is no longer root may not change them. */
function become({ uid, gid, groups }: ContainerUser): Program {
  const list = new Uint8Array(Math.max(1, groups.length) * 4)
  const view = new DataView(list.buffer)
  for (const [index, group] of groups.entries()) view.setUint32(index * 4, group, true)
  return [
    call('setgroups', groups.length, { bytes: list }),
    { kind: 'jump-if-failed', label: 'no-user' },
    call('setresgid', gid, gid, gid),
    { kind: 'jump-if-failed', label: 'no-user' },
    call('setresuid', uid, uid, uid),
    { kind: 'jump-if-failed', label: 'no-user' },
  ]
}

function writeFile(path: string, text: string, otherwise: string): Program {
  return [
    call('openat', 0, { text: path }, writeOnly, 0),
    { kind: 'jump-if-failed', label: otherwise },
    { kind: 'save', word: file.word },
    write(file, text),
    { kind: 'jump-if-failed', label: otherwise },
    call('close', file),
  ]
}

function giveUp(label: string, message: string): Program {
  const steps: readonly Step[] = [write(2, `${launcherMark}${message}\n`), call('exit_group', launcherExitCode)]
  return [{ kind: 'label', label }, ...steps]
}
