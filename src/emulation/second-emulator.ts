import { writeProbe, writeProgram } from '../elf/probe.ts'
import type { ContainerRequest } from '../engine/engine.ts'
import { ownFolder } from '../engine/own-folder.ts'
import type { ContainerConfig } from '../oci/image-config.ts'
import type { Platform } from '../oci/platform.ts'
import { capabilitiesOf } from './capabilities.ts'
import type { ImageUser } from './image-user.ts'
import { launcherExitCode, launcherMark, launcherProgram } from './launcher.ts'
import { writeRegistration } from './registration.ts'

export interface SecondEmulatorOptions {
  readonly platform: Platform
  /** The image's own. */
  readonly config: ContainerConfig
  /** The emulator's program. */
  readonly emulator: Uint8Array
  readonly user: ImageUser
  /** The engine's, in OCI's words. */
  readonly hostArchitecture: string
  /** As the host's handler lets set-user-ID programs gain their owner's rights, or not. */
  readonly keepsCredentials: boolean
}

const [launcherPath, emulatorPath] = [`${ownFolder}/launcher`, `${ownFolder}/emulator`]
/** Bytes of an ELF file's identification that nothing reads: handlers ask for zero. */
const paddingIndex = 15
/** What runtimes take where an image names none. */
const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/**
 * The same container under another emulator, with all processes it will ever have. It is started as root, because the
 * launcher sets the emulator up before it becomes the image's user.
 */
export function underEmulator(request: ContainerRequest, options: SecondEmulatorOptions): ContainerRequest {
  const { platform, config, user, hostArchitecture } = options
  const words = wordsOf(request, config)
  const program = launcherProgram({
    hostArchitecture,
    registration: writeRegistration(platform, emulatorPath, options.keepsCredentials ? 'FPC' : 'FP'),
    user,
    candidates: candidatesOf(words[0] ?? '', pathOf(request, config)),
    argumentCount: words.length + 1,
    capabilities: capabilitiesOf(request.capAdd, request.capDrop),
    isReadOnly: request.isReadOnly === true,
  })
  // The launcher needs what the application is not to have, and takes it from itself in the end.
  const { capDrop: _, ...rest } = request
  return {
    ...rest,
    user: '0:0',
    isReadOnly: false,
    entrypoint: [launcherPath, ...words],
    command: [],
    env: { ...(user.home === undefined ? {} : { HOME: user.home }), ...request.env },
    files: [
      ...(request.files ?? []),
      {
        path: launcherPath,
        bytes: writeProgram({ os: 'linux', architecture: hostArchitecture }, program),
        mode: 0o755,
      },
      { path: emulatorPath, bytes: unlikeItsGuests(options.emulator), mode: 0o755 },
    ],
    mayMakeNamespaces: true,
    init: false,
  }
}

/** The known-good program in a container's place: it says which emulator it, and a program it starts, run under. */
export function probeInstead(request: ContainerRequest, platform: Platform): ContainerRequest {
  const path = `${ownFolder}/probe`
  const files = [...(request.files ?? []), { path, bytes: writeProbe(platform), mode: 0o755 }]
  return { ...request, entrypoint: [path], command: [], files, ports: [], isReadOnly: false }
}

/** Why the launcher could not do its work; undefined where it did. */
export function readLauncherProblem(lines: readonly string[], exitCode: number | undefined): string | undefined {
  if (exitCode !== launcherExitCode) return undefined
  return lines.find((line) => line.startsWith(launcherMark))?.slice(launcherMark.length)
}

/** As engines put them together: another entrypoint takes back the image's command. */
function wordsOf({ entrypoint, command }: ContainerRequest, config: ContainerConfig): readonly string[] {
  const rest = command ?? (entrypoint === undefined ? config.command : undefined)
  return [...(entrypoint ?? config.entrypoint ?? []), ...(rest ?? [])]
}

function pathOf({ env }: ContainerRequest, config: ContainerConfig): string {
  const own = config.env.findLast((entry) => entry.startsWith('PATH='))?.slice('PATH='.length)
  return env?.['PATH'] ?? own ?? usualPath
}

/** A name is looked for as runtimes do; what holds a slash is a path. */
function candidatesOf(name: string, path: string): readonly string[] {
  return name.includes('/') ? [name] : path.split(':').map((folder) => `${folder === '' ? '.' : folder}/${name}`)
}

/** An emulator of the host's own architecture would have itself to start it, and so on for ever. */
function unlikeItsGuests(emulator: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(emulator)
  copy[paddingIndex] = 1
  return copy
}
