import { access } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { HarnessError } from '../errors.ts'
import { readCurrentContext, readDockerContext, readTlsFolder } from './docker-context.ts'
import {
  formatEngineAddress,
  parseEngineHost,
  type EngineAddress,
  type EngineEndpoint,
  type EngineTls,
} from './endpoint.ts'
import { abortError, errorCode } from './engine-error.ts'
import { plainText } from './engine-text.ts'
import { pingEngine } from './ping.ts'
import { openTransport } from './transport.ts'
import { listUsualAddresses } from './usual-sockets.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The source of an engine that nobody named. */
export const usualPlace = 'a usual place'

export interface FindEngineOptions {
  /** A Docker context, an engine's address or the path of a socket; nothing and `default` mean: look for one. */
  readonly explicit?: string
  readonly env: Environment
  /** @default the user's home folder */
  readonly homeDir?: string
  /** What is tried when nothing names an engine. @default the usual sockets of this system */
  readonly usual?: readonly EngineAddress[]
  /** For an engine to answer. @default 30000 for one that was named, 10000 where others may be tried, 35000 through ssh */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

/**
 * The engine to use, as Docker's own client would choose it: the one named, `DOCKER_HOST`, `DOCKER_CONTEXT`, the
 * current context; only when none of these is set, the usual sockets. What was named and does not answer is an error:
 * another engine would be a surprise.
 * @throws HarnessError `engine-absent`, with why each place was no engine; `engine-denied`; `config-invalid`
 */
export async function findEngineEndpoint(options: FindEngineOptions): Promise<EngineEndpoint> {
  const named = await readNamedEndpoint(options)
  const candidates =
    named === undefined
      ? (options.usual ?? listUsualAddresses(options.env, homeOf(options), process.platform)).map((address) => ({
          name: 'default',
          source: usualPlace,
          address,
        }))
      : [named]
  const failures: Failure[] = []
  for (const candidate of candidates) {
    const failure = await tryEndpoint(candidate, options, named === undefined ? 10_000 : 30_000)
    if (failure === undefined) return candidate
    failures.push(failure)
  }
  const tried = [
    ...(named === undefined ? ['DOCKER_HOST is not set', 'no Docker context is chosen'] : []),
    ...describeFailures(failures, named?.source),
  ].join('; ')
  const denied = failures.find(({ reason }) => reason === permissionDenied)
  if (denied !== undefined) {
    throw new HarnessError('engine-denied', `no permission to use the engine at ${denied.where}`, {
      hint: 'add this user to the docker group (then log in again), or use sudo or a rootless engine',
      details: { tried },
    })
  }
  throw new HarnessError('engine-absent', `no container engine answers (${tried})`, {
    hint: 'start Docker, or name an engine with --engine',
    details: { tried },
  })
}

/** What exists nowhere in one sentence, or it would drown what went wrong elsewhere. */
function describeFailures(failures: readonly Failure[], source: string | undefined): readonly string[] {
  if (source !== undefined) return failures.map(({ where, reason }) => `${source}: ${where}: ${reason}`)
  const absent = failures.filter(({ reason }) => reason === notThere).map(({ where }) => where.replace('unix://', ''))
  const present = failures.filter(({ reason }) => reason !== notThere)
  return [
    ...present.map(({ where, reason }) => `${where}: ${reason}`),
    ...(absent.length > 0 ? [`there is no ${absent.join(', ')}`] : []),
  ]
}

async function readNamedEndpoint(options: FindEngineOptions): Promise<EngineEndpoint | undefined> {
  const { env } = options
  // A shell does this only where the path begins a word.
  const explicit = options.explicit?.replace(/^~(?=\/)/, homeOf(options))
  const configDir = env['DOCKER_CONFIG'] || join(homeOf(options), '.docker')
  const fromContext = async (name: string, source: string, as: string): Promise<EngineEndpoint> => ({
    name: as,
    source,
    address: await readDockerContext(configDir, name),
  })
  if (explicit !== undefined && explicit !== '' && explicit !== 'default') {
    if (!/[/:\\]/.test(explicit)) return fromContext(explicit, `the Docker context "${explicit}"`, explicit)
    const address = parseEngineHost(explicit, await readTls(env, configDir))
    return { name: formatEngineAddress(address), source: '--engine', address }
  }
  const host = env['DOCKER_HOST']
  if (host !== undefined && host !== '') {
    const address = parseEngineHost(host, await readTls(env, configDir))
    return { name: 'default', source: 'DOCKER_HOST', address }
  }
  const context = env['DOCKER_CONTEXT'] || (await readCurrentContext(configDir))
  if (context === undefined || context === 'default') return undefined
  return fromContext(context, `the Docker context "${plainText(context, 100)}"`, 'default')
}

/** https://docs.docker.com/reference/cli/docker/#environment-variables */
async function readTls(env: Environment, configDir: string): Promise<EngineTls | undefined> {
  const verify = Boolean(env['DOCKER_TLS_VERIFY'])
  if (!verify && !env['DOCKER_TLS']) return undefined
  return (await readTlsFolder(env['DOCKER_CERT_PATH'] || configDir, verify)) ?? { verify }
}

interface Failure {
  readonly where: string
  readonly reason: string
}

const permissionDenied = 'permission denied'
const notThere = 'does not exist'

/** A busy host's engine answers late: the time of one that was named is that of any other call. */
async function tryEndpoint(
  { address }: EngineEndpoint,
  options: FindEngineOptions,
  usualMs: number,
): Promise<Failure | undefined> {
  const timeoutMs = options.timeoutMs ?? (address.kind === 'ssh' ? 35_000 : usualMs)
  const transport = openTransport(address, options.env)
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    // On a missing socket Node says ENOENT too, but only this tells it from a missing name in its own words.
    if (address.kind === 'unix') await access(address.path)
    await pingEngine(transport, options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]))
    return undefined
  } catch (error) {
    if (options.signal?.aborted === true) throw abortError(options.signal)
    const reason = timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : describeError(error)
    return { where: formatEngineAddress(address), reason }
  } finally {
    transport.close()
  }
}

function describeError(error: unknown): string {
  const code = errorCode(error)
  if (code === 'EACCES' || code === 'EPERM') return permissionDenied
  if (code === 'ENOENT') return notThere
  if (code === 'ECONNREFUSED') return 'nothing listens there'
  return plainText(error instanceof Error ? error.message : String(error))
}

function homeOf(options: FindEngineOptions): string {
  return options.homeDir ?? homedir()
}
