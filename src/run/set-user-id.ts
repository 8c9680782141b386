import { listBinfmtHandlers, matchHandler } from '../emulation/binfmt.ts'
import { explainMissingCredentials } from '../emulation/unavailable.ts'
import type { Engine } from '../engine/engine.ts'
import { writeProbe } from '../elf/probe.ts'
import type { Target } from '../plan/target.ts'

/** How programs that need set-user-ID say that they did not get it: sudo, su, ping, mount and their like. */
const complaint = /effective uid is not 0|must be (?:setuid|suid|owned by uid 0)|setuid root|nosuid/i

/** Why set-user-ID programs do not gain their owner's rights here; nothing where they do, or it cannot be told. */
export function explainSetUserId(engine: Engine, { platform, execution }: Target): string | undefined {
  if (execution.kind !== 'emulated' || !engine.info.isLocal) return undefined
  const handler = matchHandler(listBinfmtHandlers() ?? [], writeProbe(platform))
  return handler === undefined ? undefined : explainMissingCredentials(handler, platform)
}

/** True when an application's log says that it missed set-user-ID. */
export function missesSetUserId(log: readonly string[]): boolean {
  return log.some((line) => complaint.test(line))
}
