import { test as base } from 'vitest'
import { connectHarness } from './connection.ts'
import { currentRun } from './current-run.ts'
import { fetchFrom, type FetchOptions } from './fetch.ts'
import type {
  CommandResult,
  ContainerInfo,
  ContainerOptions,
  FileInfo,
  HarnessAnswers,
  HarnessMethod,
  HarnessRequest,
  HealthInfo,
  ImageInfo,
  RunOptions,
  StartInfo,
  TargetInfo,
  UnameInfo,
} from './protocol.ts'

/** What every test of a suite can ask for by name. */
export interface Fixtures {
  /** The platform under test: its name, digest, and how it is run. */
  readonly target: TargetInfo
  /** The platform's name: `linux/arm64`. */
  readonly platform: string
  /** What the image's configuration of this platform says. */
  readonly image: ImageInfo
  /** How this file's container differs from the one the run has started: `test.override({ containerOptions: … })`. */
  readonly containerOptions: ContainerOptions
  /** The application's container, up and as healthy as the run wants it; one for all tests of a file. */
  readonly container: ContainerInfo
  /** Asks the application over HTTP, at its first published port unless `options.port` names another. */
  readonly fetch: (path: string, options?: FetchOptions) => Promise<Response>
  /** What the application wrote so far, both streams in order. */
  readonly logs: () => Promise<string>
  /** Runs a command in the application's container. */
  readonly exec: (command: readonly string[], options?: Pick<RunOptions, 'user'>) => Promise<CommandResult>
  /** Runs a container of its own to its end, as `docker run IMAGE COMMAND…` does. */
  readonly run: (command?: readonly string[], options?: RunOptions) => Promise<CommandResult>
  /** A file of the image, as it is before anything has run; undefined where there is none. */
  readonly file: (path: string) => Promise<FileInfo | undefined>
  /** What `uname -m` prints: the image's own program where it has one, else an injected static one. */
  readonly uname: () => Promise<UnameInfo>
  /** How the application came up: waits until it is healthy, has ended, or its time is over. */
  readonly start: () => Promise<StartInfo>
  /** Whether the application answered as expected, and after how long. */
  readonly health: () => Promise<HealthInfo>
}

type Question = Omit<Partial<HarnessRequest>, 'project' | 'method'>

function ask<M extends HarnessMethod>(method: M, question: Question = {}): Promise<HarnessAnswers[M]> {
  const { address, target } = currentRun()
  return connectHarness(address).ask({ command: [], ...question, project: target.project, method })
}

/** vitest's `test`, with the fixtures of a platform under test. */
export const test = base.extend<Fixtures>({
  // vitest reads the names of the fixtures a fixture needs from this pattern.
  // oxlint-disable-next-line no-empty-pattern
  target: [async ({}, use) => use(currentRun().target), { scope: 'file' }],
  platform: [async ({ target }, use) => use(target.platform), { scope: 'file' }],
  // oxlint-disable-next-line no-empty-pattern
  image: [async ({}, use) => use(await ask('image')), { scope: 'file' }],
  containerOptions: [{}, { scope: 'file' }],
  container: [
    async ({ containerOptions: options }, use) => {
      const container = await ask('container', { options })
      await use(container)
      if (container.isOwn) await ask('close', { container: container.id })
    },
    { scope: 'file' },
  ],
  fetch: async ({ container }, use) => use((path, options) => fetchFrom(container, path, options)),
  logs: async ({ container }, use) => use(() => ask('logs', { container: container.id })),
  exec: async ({ container }, use) =>
    use((command, options = {}) => ask('exec', { command, container: container.id, options })),
  // oxlint-disable-next-line no-empty-pattern
  run: async ({}, use) => use((command = [], options = {}) => ask('run', { command, options })),
  // oxlint-disable-next-line no-empty-pattern
  file: async ({}, use) => use(async (path) => (await ask('file', { path })).file),
  // oxlint-disable-next-line no-empty-pattern
  uname: async ({}, use) => use(() => ask('uname')),
  // oxlint-disable-next-line no-empty-pattern
  start: async ({}, use) => use(() => ask('start')),
  // oxlint-disable-next-line no-empty-pattern
  health: async ({}, use) => use(() => ask('health')),
})
