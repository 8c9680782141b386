import { spawn } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { HarnessError } from '../errors.ts'
import type { EngineAddress } from './endpoint.ts'
import { plainText } from './engine-text.ts'
import { sshArguments } from './ssh-agent.ts'

/** A port of this machine's loopback that leads to one of another machine's. */
export interface Forward {
  readonly port: number
  /** What ended it, as soon as that is known: then it leads nowhere, whatever answers or does not. */
  failure(): HarnessError | undefined
  close(): Promise<void>
}

const longestStartMs = 35_000
const longestMessage = 4096
const longestParent = 80

/**
 * Forwards a port of the loopback of the machine behind ssh. ssh listens on a socket file, which no other process can
 * take before it, and is there once ssh is ready.
 * @throws HarnessError `engine-failed` when ssh cannot be started or will not forward
 */
export async function openSshForward(
  address: Extract<EngineAddress, { kind: 'ssh' }>,
  port: number,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Forward> {
  const folder = await makeFolder()
  const socketPath = join(folder, 'port')
  const child = spawn('ssh', [...forwardArguments(address, socketPath, port)], { env: { ...env }, stdio: 'pipe' })
  let said = ''
  let failure: HarnessError | undefined
  const fail = (reason: string): void => {
    failure ??= new HarnessError('engine-failed', `ssh to ${address.host} does not forward a port: ${reason}`, {
      hint: 'see that its sshd allows it (AllowTcpForwarding), or name the engine by tcp:// and TLS',
    })
  }
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (said.length < longestMessage) said += text
    if (/administratively prohibited/.test(text)) fail(plainText(said.trim()))
  })
  child.stdin.on('error', () => undefined)
  child.once('error', (cause) => fail(cause.message))
  child.once('exit', (code) => fail(plainText(said.trim()) || `it ended with ${code}`))
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(socketPath)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.once('error', () => other.destroy()).once('close', () => open.delete(one))
      one.pipe(other)
    }
  })
  const close = async (): Promise<void> => {
    child.kill()
    child.stdin.destroy()
    for (const socket of open) socket.destroy()
    if (server.listening) await new Promise((resolve) => server.close(resolve))
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const untilMs = performance.now() + longestStartMs
    while (!(await exists(socketPath))) {
      if (performance.now() > untilMs) fail(`it was not ready within ${longestStartMs / 1000} s`)
      if (failure !== undefined) throw failure
      await sleep(20)
    }
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', resolve)
    })
    const listening = server.address()
    if (listening === null || typeof listening === 'string') throw new TypeError('a TCP server has a port')
    return { port: listening.port, failure: () => failure, close }
  } catch (thrown) {
    await close()
    throw thrown
  }
}

function forwardArguments(
  address: Extract<EngineAddress, { kind: 'ssh' }>,
  socketPath: string,
  port: number,
): readonly string[] {
  const forward = `${socketPath}:127.0.0.1:${port}`
  // It ends with its input, and so with this process, however that ends; without a command it would go on.
  const command = sshArguments(address, ['cat'])
  return ['-o', 'ExitOnForwardFailure=yes', '-o', 'ServerAliveInterval=15', '-L', forward, ...command]
}

/** Named after its process, so that it is known when nobody needs it. A socket's path holds about a hundred bytes. */
async function makeFolder(): Promise<string> {
  const name = `everyarch-${process.pid}-`
  const parents = [tmpdir(), '/tmp']
  const parent = parents.find((path) => join(path, name).length < longestParent) ?? tmpdir()
  return mkdtemp(join(parent, name))
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
