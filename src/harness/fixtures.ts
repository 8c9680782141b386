import { inject, test as base } from 'vitest'
import { connectHarness } from './connection.ts'
import type {
  CommandResult,
  ContainerInfo,
  HarnessAnswers,
  HarnessMethod,
  HealthInfo,
  StartInfo,
  TargetInfo,
  UnameInfo,
} from './protocol.ts'

declare module 'vitest' {
  interface ProvidedContext {
    everyarchAddress: string
    everyarchTarget: TargetInfo
  }
}

/** What every test of a suite can ask for by name. */
export interface Fixtures {
  /** The platform under test: its name, digest, and how it is run. */
  readonly target: TargetInfo
  /** The platform's name: `linux/arm64`. */
  readonly platform: string
  /** The application's container: started by its own entrypoint, running. */
  readonly container: ContainerInfo
  /** How the application came up: waits until it is healthy, has ended, or its time is over. */
  readonly start: () => Promise<StartInfo>
  /** Whether the application answered as expected, and after how long. */
  readonly health: () => Promise<HealthInfo>
  /** What `uname -m` prints: the image's own program where it has one, else an injected static one. */
  readonly uname: () => Promise<UnameInfo>
  /** Runs a command in the application's container. */
  readonly exec: (...command: readonly string[]) => Promise<CommandResult>
  /** Runs a command as the entrypoint of a container of its own. */
  readonly run: (...command: readonly string[]) => Promise<CommandResult>
  /** What the application wrote so far, both streams in order. */
  readonly logs: () => Promise<string>
}

function ask<M extends HarnessMethod>(method: M, command: readonly string[] = []): Promise<HarnessAnswers[M]> {
  const { project } = inject('everyarchTarget')
  return connectHarness(inject('everyarchAddress')).ask({ project, method, command })
}

/** vitest's `test`, with the fixtures of a platform under test. */
export const test = base.extend<Fixtures>({
  // vitest reads the names of the fixtures a fixture needs from this pattern.
  // oxlint-disable-next-line no-empty-pattern
  target: async ({}, use) => use(inject('everyarchTarget')),
  platform: async ({ target }, use) => use(target.platform),
  // oxlint-disable-next-line no-empty-pattern
  container: async ({}, use) => use(await ask('container')),
  // oxlint-disable-next-line no-empty-pattern
  start: async ({}, use) => use(() => ask('start')),
  // oxlint-disable-next-line no-empty-pattern
  health: async ({}, use) => use(() => ask('health')),
  // oxlint-disable-next-line no-empty-pattern
  uname: async ({}, use) => use(() => ask('uname')),
  // oxlint-disable-next-line no-empty-pattern
  exec: async ({}, use) => use((...command) => ask('exec', command)),
  // oxlint-disable-next-line no-empty-pattern
  run: async ({}, use) => use((...command) => ask('run', command)),
  // oxlint-disable-next-line no-empty-pattern
  logs: async ({}, use) => use(() => ask('logs')),
})
