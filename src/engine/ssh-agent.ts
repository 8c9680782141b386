import { spawn } from 'node:child_process'
import { Agent } from 'node:http'
import { Duplex } from 'node:stream'
import type { EngineAddress } from './endpoint.ts'

type SshAddress = Extract<EngineAddress, { kind: 'ssh' }>

/**
 * Connections to an engine behind ssh, as Docker's own client makes them: `ssh host docker system dial-stdio`, so that
 * the user's ssh configuration, keys and known hosts apply.
 */
export function createSshAgent(address: SshAddress, env: Readonly<Record<string, string | undefined>>): Agent {
  const agent = new Agent({ keepAlive: true })
  agent.createConnection = () => openSshConnection(address, env)
  // These are pipes and no sockets: there is no TCP keep-alive to switch on before one is kept.
  Object.assign(agent, { keepSocketAlive: () => true, reuseSocket: () => undefined })
  return agent
}

/** The arguments of `ssh`: the host comes after `--`, so that it is never read as an option. */
export function sshArguments(
  address: SshAddress,
  command: readonly string[] = ['docker', 'system', 'dial-stdio'],
): readonly string[] {
  const user = address.user === undefined ? [] : ['-l', address.user]
  const port = address.port === undefined ? [] : ['-p', String(address.port)]
  return ['-o', 'ConnectTimeout=30', '-o', 'BatchMode=yes', '-T', ...user, ...port, '--', address.host, ...command]
}

function openSshConnection(address: SshAddress, env: Readonly<Record<string, string | undefined>>): Duplex {
  const child = spawn('ssh', [...sshArguments(address)], { env: { ...env }, stdio: 'pipe' })
  const connection = new Duplex({
    read: () => void child.stdout.resume(),
    write: (chunk, _encoding, done) => void child.stdin.write(chunk, () => done()),
    final: (done) => void child.stdin.end(() => done()),
    destroy: (error, done) => {
      child.kill()
      done(error)
    },
  })
  child.stdout.on('data', (chunk) => {
    if (!connection.push(chunk)) child.stdout.pause()
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (said.length < 4096) said += text
  })
  child.once('error', (cause) => connection.destroy(new Error(`ssh could not be started: ${cause.message}`, { cause })))
  // Why ssh ended is known only now: an end of its output, or a broken pipe to it, is no answer yet.
  child.stdin.on('error', () => undefined)
  child.once('close', (code) => {
    if (code === 0) connection.push(null)
    else connection.destroy(new Error(`ssh to ${address.host} ended with ${code}: ${said.trim()}`))
  })
  const ignored = (): Duplex => connection
  return Object.assign(connection, {
    setKeepAlive: ignored,
    setNoDelay: ignored,
    setTimeout: ignored,
    ref: ignored,
    unref: ignored,
  })
}
