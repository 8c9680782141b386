import { writeProbe } from '../elf/probe.ts'
import { quoteText } from '../oci/quote.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'
import { type BinfmtHandler, matchHandler } from './binfmt.ts'
import { qemuNameOf } from './emulator.ts'
import type { UnavailableCode, UnavailableExecution } from './execution.ts'

/** What the kernel said when it was to start a foreign program. */
export type Refusal = 'exec-format' | 'not-found'

/** Reads why the kernel would not start a static program, in the words of any runtime. */
export function readRefusal(message: string): Refusal | undefined {
  if (/exec format error/i.test(message)) return 'exec-format'
  return /no such file or directory/i.test(message) ? 'not-found' : undefined
}

/** Says why a platform's programs were refused, as exactly as the handlers (where they can be read) allow, and what to do. */
export function explainRefusal(
  refusal: Refusal,
  platform: Platform,
  handlers: readonly BinfmtHandler[] | undefined,
): UnavailableExecution {
  const name = nameOf(platform)
  const handler = handlers === undefined ? undefined : matchHandler(handlers, writeProbe(platform))
  if (handler?.enabled === false) {
    return unavailable(
      'execution/no-handler',
      `the kernel's handler ${quoteText(handler.name)} for ${name} is disabled`,
      `enable it on the engine's host: echo 1 > /proc/sys/fs/binfmt_misc/${handler.name}`,
    )
  }
  // The kernel has the emulator open, so that what is missing is its loader.
  if (refusal === 'not-found' && handler?.flags.includes('F') === true) {
    const which = `${quoteText(handler.interpreter)} of the handler ${quoteText(handler.name)}`
    const problem = `the emulator ${which} is linked with libraries, which would have to be inside the image`
    return explainControl(platform, problem, `register a static one on the engine's host: ${reinstall(platform)}`)
  }
  if (refusal === 'not-found' || (handler !== undefined && !handler.flags.includes('F'))) {
    const which = handler === undefined ? 'a handler' : `the handler ${quoteText(handler.name)}`
    const path = handler === undefined ? 'its emulator' : quoteText(handler.interpreter)
    return unavailable(
      'execution/handler-not-fixed',
      `${which} for ${name} lacks flag F, so ${path} would have to be inside the image`,
      `register it again on the engine's host: ${reinstall(platform)}`,
    )
  }
  const where = handlers === undefined ? "the engine's kernel" : 'this kernel'
  return unavailable(
    'execution/no-handler',
    `${where} has no emulator for ${name}`,
    `install one on the engine's host: ${installCommand(platform)}, or apt-get install qemu-user-static`,
  )
}

/** Why set-user-ID programs have no effect under a handler, with what to do; undefined for a handler that lets them. */
export function explainMissingCredentials(handler: BinfmtHandler, platform: Platform): string | undefined {
  if (handler.flags.includes('C')) return undefined
  return `the handler ${quoteText(handler.name)} lacks flag C, so set-user-ID programs of ${nameOf(platform)} get no other user: ${reinstall(platform)}`
}

/** An engine that runs containers of another operating system. */
export function explainSystem(platform: Platform, engineOs: string): UnavailableExecution {
  return unavailable(
    'execution/platform-unsupported',
    `this engine runs ${engineOs} containers, not ${platform.os} ones`,
    `name an engine on ${platform.os} with --engine, or leave the platform out with --platform`,
  )
}

/** A platform that nothing is known to run on. */
export function explainNoProbe(platform: Platform): UnavailableExecution {
  return unavailable(
    'execution/platform-unsupported',
    `everyarch has no known-good program for ${formatPlatform(platform)}, so it cannot tell what this engine makes of it`,
    'leave the platform out with --platform',
  )
}

/** The known-good program failed: under an emulator that is the emulator's fault, else the engine's. */
export function explainControl(platform: Platform, problem: string, hint?: string): UnavailableExecution {
  return unavailable(
    'execution/control-failed',
    `the known-good program of ${nameOf(platform)} failed on this engine: ${problem}`,
    hint ?? `register a newer emulator on the engine's host: ${reinstall(platform)}`,
  )
}

function unavailable(code: UnavailableCode, reason: string, hint: string): UnavailableExecution {
  return { kind: 'unavailable', code, reason, hint }
}

/** Without the variant: handlers and known-good programs serve all of them. */
function nameOf({ os, architecture }: Platform): string {
  return `${os}/${architecture}`
}

/** The command that lets an engine's host run programs of a platform. */
export function installCommand({ architecture }: Pick<Platform, 'architecture'>): string {
  return `docker run --privileged --rm tonistiigi/binfmt --install ${architecture}`
}

/** Handlers that are there are left alone by the installer. */
function reinstall(platform: Platform): string {
  const uninstall = `docker run --privileged --rm tonistiigi/binfmt --uninstall ${qemuNameOf(platform.architecture)}`
  return `${uninstall} && ${installCommand(platform)}`
}
