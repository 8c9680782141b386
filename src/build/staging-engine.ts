import type { Variables } from '../config/environment.ts'
import { temporaryPrefix } from '../config/process-mark.ts'
import { runDockerCli } from '../engine/docker-cli.ts'
import type { OpenStaging, StagedTarget } from './staging-place.ts'

const repository = 'everyarch-build'

/**
 * In the store of an engine that can neither export nor push what it builds, under a name of this run: the only way with
 * the classic image store, and of one platform alone.
 */
export function openEngineStaging(targets: readonly StagedTarget[], env: Variables): OpenStaging {
  const run = temporaryPrefix().replace(/^everyarch-/, '')
  const nameOf = new Map(targets.map(({ name }, place) => [name, `${repository}:${run}${place}`]))
  const made: string[] = []
  return {
    way: 'engine',
    kind: 'engine',
    words: "in the engine's store, under a name of this run",
    outputs: new Map([...nameOf].map(([target, name]) => [target, `type=docker,name=${name}`])),
    finish: async (target) => {
      const name = nameOf.get(target) ?? repository
      made.push(name)
      return `docker-daemon:${name}`
    },
    failure: () => undefined,
    isReached: () => true,
    close: async () => {
      if (made.length === 0) return
      const rest = { action: 'remove what was built', code: 'builder-failed', hint: 'see docker image ls' } as const
      // The image itself stays for as long as a tag of the user's own has it.
      await runDockerCli({ args: ['image', 'rm', ...made.splice(0)], env, ...rest })
    },
  }
}
