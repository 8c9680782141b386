import { randomUUID } from 'node:crypto'
import { writeControlImage } from '../../../src/emulation/control-image.ts'
import type { ContainerRequest, Engine, LogLine, StartedContainer } from '../../../src/engine/engine.ts'
import { findEngineEndpoint } from '../../../src/engine/find-endpoint.ts'
import { openEngine } from '../../../src/engine/open-engine.ts'
import { createRunLabels } from '../../../src/run/labels.ts'
import type { TarFile } from '../../../src/engine/tar.ts'

/** The engine the tests are given. */
export async function openGivenEngine(): Promise<Engine> {
  const env = process.env
  const endpoint = await findEngineEndpoint({ env, homeDir: env['HOME'] ?? '/' })
  return openEngine({ endpoint, env })
}

/** Labels of one test file: what carries them is its own. */
export function ownLabels(): Readonly<Record<string, string>> {
  return createRunLabels(undefined)
}

/** An image in the engine, of the engine's own platform; disposing of it removes it. */
export interface LoadedImage extends AsyncDisposable {
  readonly name: string
  /** Starts a container of it. */
  start(request: Partial<ContainerRequest>): Promise<RunningContainer>
}

/** Disposing of it removes it. */
export interface RunningContainer extends AsyncDisposable {
  readonly container: StartedContainer
  /** All it wrote, once it has ended. */
  finish(): Promise<readonly LogLine[]>
}

export async function loadImage(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
  files: readonly TarFile[],
): Promise<LoadedImage> {
  const platform = { os: engine.info.os, architecture: engine.info.architecture }
  const name = `localhost/everyarch-test:${randomUUID()}`
  await engine.loadImage(writeControlImage({ name, platform, files, labels }))
  return {
    name,
    async start(request) {
      const started = await engine.startContainer({ image: name, platform, labels, network: 'none', ...request })
      if (started.kind === 'refused') throw new Error(started.message)
      return runningContainer(started.container)
    },
    [Symbol.asyncDispose]: () => engine.removeImage(name),
  }
}

function runningContainer(container: StartedContainer): RunningContainer {
  return {
    container,
    async finish() {
      const lines: LogLine[] = []
      await Promise.all([container.wait(), container.followLogs((line) => lines.push(line))])
      return lines
    },
    [Symbol.asyncDispose]: () => container.remove(),
  }
}
