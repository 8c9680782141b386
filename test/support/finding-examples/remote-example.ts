import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bringDown, bringUp, writeContext } from '../../e2e/remote-engine/remote-engine.ts'
import { pushPair } from '../acceptance/pair.ts'
import { serverImage } from '../busybox-image.ts'
import type { FindingExample } from './example.ts'

const shownRegistry = '127.0.0.1:5000'

/** An engine elsewhere that is to pull from a registry on this machine's loopback. It takes root to bring one up. */
export const remoteExample: FindingExample = {
  code: 'execution/registry-unreachable',
  command: 'verify',
  ask: async (registry) => {
    const { reference, repository } = await pushPair(registry, 'remote', serverImage)
    const engine = await bringUp()
    if (!('host' in engine)) throw new Error(engine.obstacle)
    const settings = await mkdtemp(join(tmpdir(), 'everyarch-contexts-'))
    writeContext(settings, 'board', engine)
    return {
      args: [reference, '--http', '8080', '--engine', 'linux/arm64=board'],
      names: {
        [reference]: `${shownRegistry}/app:1`,
        [repository]: `${shownRegistry}/app`,
        [registry.address]: shownRegistry,
      },
      variables: { DOCKER_CONFIG: settings },
      release: async () => {
        await rm(settings, { recursive: true, force: true })
        await bringDown()
      },
    }
  },
}
