import { findEngineEndpoint } from '../../../src/engine/find-endpoint.ts'
import { openEngine, type OpenEngineOptions } from '../../../src/engine/open-engine.ts'
import type { ContainerRequest, Engine, LogLine, StartedContainer } from '../../../src/engine/engine.ts'
import type { Platform } from '../../../src/oci/platform.ts'
import { createRunLabels } from '../../../src/run/labels.ts'
import type { ImageContent } from '../../support/content.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { pushImage, type PushedImage } from '../../support/image-registry.ts'

export const amd64: Platform = { os: 'linux', architecture: 'amd64' }
export const arm64: Platform = { os: 'linux', architecture: 'arm64' }

export type StarterKind = NonNullable<OpenEngineOptions['containers']>

/** A real engine with everything this file's tests made of it, so that all of it can be removed. */
export interface EngineFixture {
  readonly engine: Engine
  /** In a registry and in the engine; the digest is the platform's own. */
  pull(content: ImageContent, platform: Platform): Promise<string>
  push(content: ImageContent): Promise<PushedImage>
  start(request: Omit<ContainerRequest, 'labels'>): Promise<StartedContainer>
  /** Removes the containers of a test that failed. */
  removeContainers(): Promise<void>
  /** What a request of this file is labelled with. */
  readonly labels: Readonly<Record<string, string>>
  [Symbol.asyncDispose](): Promise<void>
}

function push(content: ImageContent): Promise<PushedImage> {
  return pushImage(openDistributionRegistry(), content, 'engine')
}

export async function openEngineFixture(containers: StarterKind): Promise<EngineFixture> {
  const env = process.env
  const engine = await openEngine({ endpoint: await findEngineEndpoint({ env }), env, containers })
  const labels = createRunLabels(undefined)
  const pulled: string[] = []
  const removeContainers = async (): Promise<void> => {
    const left = await engine.listContainers(labels)
    await Promise.all(left.map(({ id }) => engine.removeContainer(id)))
  }
  return {
    engine,
    labels,
    removeContainers,
    push,
    pull: async (content, platform) => {
      const { repository, digest } = await push(content)
      await engine.pull({ repository, digest, platform })
      pulled.push(`${repository}@${digest}`)
      return `${repository}@${digest}`
    },
    start: async (request) => {
      const result = await engine.startContainer({ ...request, labels })
      if (result.kind === 'started') return result.container
      throw new Error(`refused: ${result.message}`)
    },
    [Symbol.asyncDispose]: async () => {
      await removeContainers()
      for (const image of pulled) await engine.removeImage(image)
      await engine.close()
    },
  }
}

/** Everything a container writes until it ends. */
export async function readLog(container: StartedContainer): Promise<readonly LogLine[]> {
  const lines: LogLine[] = []
  await container.followLogs((line) => lines.push(line))
  return lines
}
