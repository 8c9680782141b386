import type { Engine, StartedContainer, StartResult } from '../engine/engine.ts'
import type { KeptContainer } from '../report/report.ts'
import type { ContainerSettings } from './container-settings.ts'

/** Long enough for a shell under emulation. */
const shellTimeoutMs = 10_000

export interface KeepOptions {
  readonly engine: Engine
  readonly settings: ContainerSettings
  readonly signal: AbortSignal
}

/**
 * Leaves a container where it is. One that cannot be described, because it is gone or its engine is, is not kept; nor
 * is any of a run that was stopped.
 */
export async function keepContainer(
  { engine, settings, signal }: KeepOptions,
  result: StartResult | undefined,
): Promise<KeptContainer | undefined> {
  if (signal.aborted || result === undefined) return undefined
  if (result.kind === 'refused') return result.id === undefined ? undefined : describeRefused(engine, result.id)
  // Another platform will want its port.
  if (settings.application.network === 'host') await result.container.kill('SIGKILL').catch(() => undefined)
  return describeKept(engine, result.container).catch(() => undefined)
}

/** What the engine says of a container that was started, if it still says anything. */
export async function inspectResult(result: StartResult | undefined): Promise<unknown> {
  return result?.kind === 'started' ? result.container.inspect().catch(() => undefined) : undefined
}

async function describeKept(engine: Engine, container: StartedContainer): Promise<KeptContainer> {
  const id = container.id.slice(0, 12)
  const docker = `docker${clientFlags(engine)}`
  const { running } = await container.state()
  if (!running) return { id, state: 'ended', commands: [`${docker} logs ${id}`, `${docker} start -ai ${id}`] }
  const commands = (await hasShell(container))
    ? [`${docker} exec -it ${id} sh`, `${docker} logs ${id}`]
    : [`${docker} logs ${id}`, `${docker} export ${id} | tar t`]
  return { id, state: 'running', commands }
}

function describeRefused(engine: Engine, containerId: string): KeptContainer {
  const id = containerId.slice(0, 12)
  const docker = `docker${clientFlags(engine)}`
  return { id, state: 'created', commands: [`${docker} start -ai ${id}`, `${docker} export ${id} | tar t`] }
}

/** What makes docker's own client speak to the same engine. */
function clientFlags({ name }: Engine): string {
  if (name === 'default') return ''
  return name.includes('://') ? ` -H ${name}` : ` --context ${name}`
}

async function hasShell(container: StartedContainer): Promise<boolean> {
  const asked = container.exec(['sh', '-c', 'exit 0'], { timeoutMs: shellTimeoutMs })
  return asked.then(
    ({ exitCode }) => exitCode === 0,
    () => false,
  )
}
