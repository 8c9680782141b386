import { withProtocol } from '../engine/publish.ts'
import type { StartedContainer } from '../engine/engine.ts'
import { HarnessError } from '../errors.ts'
import type { ContainerInfo, ContainerOptions, RunOptions } from '../harness/protocol.ts'
import { present } from '../config/present.ts'
import { containerInfo } from './container-info.ts'
import { describeProblem } from './describe-outcome.ts'
import { reachablePorts, startTargetRun, type TargetRun, type TargetRunOptions } from './target-run.ts'

/** The containers that suites of one platform look at: the run's own, and those opened for single files. */
export interface SuiteContainers {
  /** Waits until it is as healthy as the run wants it. @throws HarnessError `engine-failed` that says why it is not */
  open(options: ContainerOptions): Promise<ContainerInfo>
  /** The run's own where no id is given. */
  find(id: string | undefined): Promise<SuiteContainer>
  close(id: string): Promise<void>
  /** How many nobody closed. */
  closeAll(): Promise<number>
}

interface SuiteContainer {
  readonly container: StartedContainer
  readonly logs: () => readonly string[]
}

interface Opened extends SuiteContainer {
  readonly end: () => Promise<void>
}

/** More than any suite has a use for. */
const mostContainers = 20

/** Opens what suites ask for beside the container of the run. */
export function openSuiteContainers(run: TargetRun, options: TargetRunOptions): SuiteContainers {
  const opened = new Map<string, Opened>()
  const starting = new Set<Promise<unknown>>()
  const ports = reachablePorts(options)
  const close = async (id: string): Promise<void> => {
    const found = opened.get(id)
    opened.delete(id)
    await found?.end()
  }
  const start = async (wishes: ContainerOptions): Promise<ContainerInfo> => {
    if (opened.size + starting.size >= mostContainers) {
      throw new HarnessError('limit-exceeded', `suites may have ${mostContainers} containers of a platform at once`)
    }
    const own = startOwn(options, wishes)
    const problem = describeProblem(await own.run.outcome)
    if (problem !== undefined) {
      await own.end()
      throw new HarnessError('engine-failed', `the container with these options did not come up: ${problem}`)
    }
    const container = await own.run.container
    opened.set(container.id, { container, logs: own.run.logs, end: own.end })
    return containerInfo(container, [...ports, ...(wishes.ports ?? []).map(withProtocol)], true)
  }
  return {
    open: async (wishes) => {
      if (Object.keys(wishes).length > 0) {
        const started = start(wishes)
        starting.add(started)
        return started.finally(() => starting.delete(started))
      }
      const problem = describeProblem(await run.outcome)
      if (problem !== undefined) throw new HarnessError('engine-failed', `the application did not come up: ${problem}`)
      return containerInfo(await run.container, ports, false)
    },
    find: async (id) => {
      const container = await run.container
      if (id === undefined || id === container.id) return { container, logs: run.logs }
      const found = opened.get(id)
      if (found === undefined) throw new HarnessError('engine-failed', `container ${id.slice(0, 12)} is closed`)
      return found
    },
    close,
    closeAll: async () => {
      await Promise.allSettled(starting)
      const left = [...opened.keys()]
      await Promise.allSettled(left.map(close))
      return left.length
    },
  }
}

interface OwnRun {
  readonly run: TargetRun
  readonly end: () => Promise<void>
}

/** The application once more, made another way, until it is ended. */
function startOwn(options: TargetRunOptions, wishes: ContainerOptions): OwnRun {
  const over = Promise.withResolvers<undefined>()
  const run = startTargetRun({
    ...options,
    isRepeat: true,
    change: (request) => ({
      ...request,
      ...changesOf(wishes, request.env),
      ...(wishes.ports === undefined ? {} : { ports: [...(request.ports ?? []), ...wishes.ports] }),
    }),
    keepsFailed: false,
    keeps: async () => false,
    inspects: false,
    onHealthy: () => undefined,
    onState: () => undefined,
    prepare: async () => undefined,
    afterwards: () => over.promise,
  })
  const end = async (): Promise<void> => {
    over.resolve(undefined)
    await run.observation
  }
  return { run, end }
}

/** What a suite wants otherwise, in the words of a container's request. */
export function changesOf(
  { entrypoint, env, user, workdir, readOnly, ...others }: RunOptions & Pick<ContainerOptions, 'command'>,
  known: Readonly<Record<string, string>> = {},
) {
  return present({
    entrypoint,
    // As the engine has it: another entrypoint does not take the arguments of the first.
    command: others.command ?? (entrypoint === undefined ? undefined : []),
    env: env === undefined ? undefined : { ...known, ...env },
    user,
    workingDir: workdir,
    isReadOnly: readOnly,
  })
}
