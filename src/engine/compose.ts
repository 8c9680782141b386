import { setTimeout as sleep } from 'node:timers/promises'
import { HarnessError } from '../errors.ts'
import { asObject, parseJson, parseWithin, type JsonObject } from '../oci/json.ts'
import { quoteText } from '../oci/quote.ts'
import type { Engine } from './engine.ts'
import type { VolumeMount } from './mount.ts'
import { findService, listDependencies, parseComposeFile, type ComposeFile, type Dependency } from './compose-file.ts'
import { createProject, hostFilesOf, networkName, volumesOf } from './compose-project.ts'
import { runDockerCli } from './docker-cli.ts'

const pollMs = 200

export interface ComposeOptions {
  /** The path of the compose file. */
  readonly path: string
  /** The service whose image is under test. */
  readonly service: string
  /** Of Docker's own client; what the file takes from the environment is in it. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
}

/** A compose file whose service can be given what it needs, any number of times. */
export interface Compose {
  readonly service: JsonObject
  readonly dependencies: readonly Dependency[]
  /**
   * Starts a fresh set of the services it depends on, on a network of their own, and waits for them.
   * @throws HarnessError `dependency-failed`
   */
  start(options: StartOptions): Promise<StartedDependencies>
}

export interface StartOptions {
  /** Of the set: no other of the engine has it. */
  readonly name: string
  /** Its `clientVariables` say which. */
  readonly engine: Pick<Engine, 'clientVariables' | 'info'>
  readonly labels: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

export interface StartedDependencies {
  /** The engine's name of the network where the services answer by their names. */
  readonly network: string
  /** The name by which they may ask for the service that was left out. */
  readonly alias: string
  /** Those that it has as well. */
  readonly volumes: readonly VolumeMount[]
  /** Removes the services, their networks and their volumes. */
  remove(): Promise<void>
}

/**
 * Reads a compose file as Docker's own compose does.
 * @throws HarnessError `usage-invalid`, `config-invalid`
 */
export async function openCompose(options: ComposeOptions): Promise<Compose> {
  const { path, env, signal } = options
  const text = await runDockerCli({
    args: ['compose', '--file', path, 'config', '--format', 'json'],
    env,
    signal,
    action: `read ${path} as a compose file`,
    code: 'config-invalid',
    hint: `see what docker compose --file ${path} config says`,
  }).catch(async (thrown: unknown) => {
    await findComposePlugin(env, signal)
    throw thrown
  })
  const file = parseComposeFile(text, path)
  const dependencies = listDependencies(file, options.service)
  return {
    service: findService(file, options.service),
    dependencies,
    start: (starting) => startDependencies({ ...starting, file, dependencies, env, service: options.service }),
  }
}

/** Without it, `docker compose` is an unknown command whose flags are unknown too. */
async function findComposePlugin(env: ComposeOptions['env'], signal: AbortSignal): Promise<void> {
  await runDockerCli({
    args: ['compose', 'version'],
    env,
    signal,
    action: 'run compose',
    code: 'dependency-failed',
    hint: 'install its plugin: the package docker-compose-plugin (Docker), docker-compose (Debian) or docker-compose-v2 (Ubuntu)',
  })
}

interface StartContext extends StartOptions {
  readonly service: string
  readonly file: ComposeFile
  readonly dependencies: readonly Dependency[]
  readonly env: ComposeOptions['env']
}

async function startDependencies(context: StartContext): Promise<StartedDependencies> {
  const { file, dependencies, name, labels, timeoutMs, signal } = context
  requireFiles(context)
  const env = { ...context.env, ...context.engine.clientVariables }
  const input = JSON.stringify(createProject({ file, dependencies, name, labels }))
  const compose = (args: readonly string[], action: string, limits: { timeoutMs: number; signal?: AbortSignal }) =>
    runDockerCli({
      args: ['compose', '--file', '-', '--project-name', name, '--progress', 'quiet', ...args],
      env,
      input,
      action,
      code: 'dependency-failed',
      hint: `try them alone: docker compose --file ${file.path} up ${dependencies.map((it) => it.service).join(' ')}`,
      ...limits,
    })
  let removing: Promise<unknown> | undefined
  const remove = async (): Promise<void> => {
    const down = ['down', '--volumes', '--remove-orphans', '--timeout', '0']
    removing ??= compose(down, 'remove the services', { timeoutMs: 60_000 })
    await removing
  }
  try {
    const deadline = performance.now() + timeoutMs
    await compose(['up', '--detach', '--quiet-pull'], 'start the services it needs', { timeoutMs, signal })
    while (true) {
      const listed = await compose(['ps', '--all', '--format', 'json'], 'list the services', { timeoutMs, signal })
      const states = parseServices(listed)
      const waiting = dependencies.filter((it) => !isReady(it, states))
      if (waiting.length === 0) {
        const volumes = volumesOf(findService(file, context.service), { file, dependencies, name })
        return { network: networkName(name), alias: context.service, volumes, remove }
      }
      if (performance.now() > deadline) throw notReady(waiting, timeoutMs)
      await sleep(pollMs, undefined, { signal })
    }
  } catch (thrown) {
    await remove().catch(() => undefined)
    throw thrown
  }
}

/** An engine makes a folder for a file that it does not see, and the service starts with that. */
function requireFiles({ engine: { info }, file, dependencies }: StartContext): void {
  const [missed] = info.isReachedHere ? [] : hostFilesOf({ file, dependencies })
  if (missed === undefined) return
  const { service, source } = missed
  const message = `the engine at ${info.endpoint} is on another host, and does not see ${quoteText(source, 300)} for ${service}`
  throw new HarnessError('dependency-failed', message, {
    hint: `put the file into the image of ${service}, or use an engine of this host`,
  })
}

interface ServiceState {
  readonly service: string
  readonly isRunning: boolean
  /** Empty where it has no health check. */
  readonly health: string
  readonly exitCode: number
}

/** One JSON object on each line. */
function parseServices(text: string): readonly ServiceState[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return parseWithin(
    'docker compose ps',
    () =>
      lines.map((line) => {
        const fields = asObject(parseJson(Buffer.from(line), 'docker compose ps'))
        return {
          service: fields.string('Service'),
          isRunning: fields.string('State') === 'running',
          health: fields.optionalString('Health') ?? '',
          exitCode: fields.optionalInteger('ExitCode', { min: -1 }) ?? 0,
        }
      }),
    'dependency-failed',
  )
}

/** @throws HarnessError `dependency-failed` when it never will be */
function isReady({ service, condition }: Dependency, states: readonly ServiceState[]): boolean {
  const own = states.filter((state) => state.service === service)
  return own.length > 0 && own.every((state) => isStateReady(state, condition))
}

function isStateReady(
  { service, isRunning, health, exitCode }: ServiceState,
  condition: Dependency['condition'],
): boolean {
  if (isRunning && health === 'unhealthy') throw failed(service, 'is unhealthy')
  if (isRunning) return condition === 'started' || (condition === 'healthy' && (health === 'healthy' || health === ''))
  if (condition === 'completed' && exitCode === 0) return true
  throw failed(service, `ended with exit code ${exitCode}`)
}

function failed(service: string, what: string): HarnessError {
  return new HarnessError('dependency-failed', `the service ${service}, which the image needs, ${what}`, {
    hint: `see why: docker compose up ${service}`,
  })
}

function notReady(waiting: readonly Dependency[], timeoutMs: number): HarnessError {
  const names = waiting.map(({ service, condition }) => `${service} (${condition})`).join(', ')
  return new HarnessError(
    'dependency-failed',
    `the services it needs are not ready after ${timeoutMs / 1000} s: ${names}`,
    {
      hint: 'see why with docker compose up, or give them longer with --timeout',
    },
  )
}
