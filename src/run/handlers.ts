import { HarnessError } from '../errors.ts'
import type { ImageInfo } from '../harness/protocol.ts'
import type { HarnessHandlers } from './control-server.ts'
import { describeHealth, describeStart } from './describe-outcome.ts'
import { runCommand } from './run-command.ts'
import { openSuiteContainers } from './suite-containers.ts'
import { describeFile, openSuiteFiles, type SuiteFiles } from './suite-files.ts'
import type { TargetRun, TargetRunOptions } from './target-run.ts'

const execTimeoutMs = 60_000

/** What answers the suites of one platform, and has to be closed after them. */
export interface SuiteAnswers {
  readonly handlers: HarnessHandlers
  readonly files: SuiteFiles
  /** What they are about, for what makes containers of its own. */
  readonly options: TargetRunOptions
  /** Removes what was opened for suites; how many containers they left open. */
  close(): Promise<number>
}

/** Answers a project's suites from the run of its target. */
export function createHandlers(run: TargetRun, options: TargetRunOptions): SuiteAnswers {
  const containers = openSuiteContainers(run, options)
  const files = openSuiteFiles(options)
  const handlers: HarnessHandlers = {
    container: (_command, details) => containers.open(details.options),
    start: async () => describeStart(await run.outcome),
    health: async () => describeHealth(await run.outcome),
    logs: async (_command, details) => (await containers.find(details.container)).logs().join('\n'),
    uname: async () => {
      const outcome = await run.uname
      if (outcome.kind === 'unread') throw new HarnessError('engine-failed', outcome.reason)
      return outcome.info
    },
    exec: async (command, details) => {
      const { container } = await containers.find(details.container)
      const { user } = details.options
      const asked = { timeoutMs: execTimeoutMs, signal: options.signal, ...(user === undefined ? {} : { user }) }
      return container.exec(command, asked)
    },
    run: (command, details) => runCommand(options, command, details.options),
    image: async () => describeImage(options),
    file: async (_command, { path = '' }) => {
      const file = await describeFile(files, path)
      return file === undefined ? {} : { file }
    },
    close: async (_command, { container }) => {
      if (container !== undefined) await containers.close(container)
      return null
    },
  }
  return {
    handlers,
    files,
    options,
    close: async () => {
      const [left] = await Promise.all([containers.closeAll(), files.close()])
      return left
    },
  }
}

function describeImage({ image, target }: TargetRunOptions): ImageInfo {
  const { config } = target.config
  const split = config.env.map((variable) => {
    const at = variable.indexOf('=')
    return at < 0 ? ([variable, ''] as const) : ([variable.slice(0, at), variable.slice(at + 1)] as const)
  })
  return {
    reference: image,
    digest: target.image.descriptor.digest,
    entrypoint: config.entrypoint ?? [],
    command: config.command ?? [],
    env: Object.fromEntries(split),
    user: config.user ?? '',
    workdir: config.workingDir ?? '',
    labels: config.labels,
    exposedPorts: config.exposedPorts,
    volumes: config.volumes,
  }
}
