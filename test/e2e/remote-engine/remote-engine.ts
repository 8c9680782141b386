import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runProcess } from '../../support/run-process.ts'

const script = fileURLToPath(new URL('../../../scripts/remote-engine', import.meta.url))

/** An engine in another network. */
export interface RemoteEngine {
  readonly host: string
  /** The folder of the certificates it wants. */
  readonly certificates: string
  /** The folder of an `ssh` that reaches it as `ssh://root@remote-engine`. */
  readonly ssh: string
}

/** Brings up an engine that is reached over TCP with TLS alone; anew, when it was up. */
export async function bringUp(...flags: readonly string[]): Promise<RemoteEngine | { readonly obstacle: string }> {
  const { exitCode, stdout, stderr } = await runProcess(script, ['up', ...flags], { timeoutMs: 120_000 })
  const [host = '', certificates = '', ssh = ''] = stdout.trim().split('\n')
  return exitCode === 0 ? { host, certificates, ssh } : { obstacle: stderr }
}

/** Ends it, and all that is in it. */
export async function bringDown(): Promise<void> {
  const { exitCode, stderr } = await runProcess(script, ['down'])
  if (exitCode !== 0) throw new Error(stderr)
}

/** Writes a Docker context, as `docker context create` does, into a folder of Docker's settings. */
export function writeContext(folder: string, name: string, { host, certificates }: RemoteEngine): void {
  const id = createHash('sha256').update(name).digest('hex')
  const meta = join(folder, 'contexts/meta', id)
  mkdirSync(meta, { recursive: true })
  const content = { Name: name, Metadata: {}, Endpoints: { docker: { Host: host, SkipTLSVerify: false } } }
  writeFileSync(join(meta, 'meta.json'), JSON.stringify(content))
  cpSync(certificates, join(folder, 'contexts/tls', id, 'docker'), { recursive: true })
}
