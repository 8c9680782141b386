import type { UserConfig } from '../config/user-config.ts'
import { toHarnessError } from '../errors.ts'
import type { SocketServer } from '../run/socket-server.ts'
import { openHeldPlatforms, type HeldPlatforms } from './held-platforms.ts'
import { openJoinServer } from './join-server.ts'
import type { KeeperNews, KeeperOrder } from './keeper-protocol.ts'

// The entry of a process that keeps containers for vitest. vitest ends at once on Ctrl-C, and may be killed: whatever
// becomes of it, the line to it breaks, and then what is kept here is removed.
const tell = (news: KeeperNews): void => {
  if (process.connected) process.send?.(news, undefined, undefined, () => undefined)
}

let held: HeldPlatforms | undefined
let server: SocketServer | undefined
let closing: Promise<void> | undefined

async function open(settings: UserConfig): Promise<void> {
  const platforms = openHeldPlatforms(settings, (message) => tell({ kind: 'notice', message }))
  held = platforms
  server = await openJoinServer(platforms.join)
  if (closing === undefined) tell({ kind: 'open', address: server.address })
  else await server.close()
}

function close(): void {
  closing ??= (async () => {
    await held?.close()
    await server?.close()
    if (process.connected) process.disconnect()
  })()
}

process.on('message', (order: KeeperOrder) => {
  switch (order.kind) {
    case 'open':
      open(order.settings).catch((thrown: unknown) => {
        tell({ kind: 'failed', message: toHarnessError(thrown).message })
        close()
      })
      break
    case 'seat':
      held?.seat(order.seat)
      tell({ kind: 'seated', name: order.seat.name })
      break
    case 'tidy':
      held?.tidy().catch(() => undefined)
      break
    case 'close':
      close()
  }
})
process.on('disconnect', close)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, close)
