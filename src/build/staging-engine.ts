import type { Variables } from '../config/environment.ts'
import { runDockerCli } from '../engine/docker-cli.ts'
import { toHarnessError } from '../errors.ts'
import { nameBuiltImage } from './engine-name.ts'
import type { OpenStaging, StagedTarget } from './staging-place.ts'

/**
 * In the store of an engine that can neither export nor push what it builds, under a name of this run: the only way with
 * the classic image store, and of one platform alone.
 */
export function openEngineStaging(
  targets: readonly StagedTarget[],
  env: Variables,
  tell: (notice: string) => void,
): OpenStaging {
  const nameOf = new Map(targets.map(({ name }, index) => [name, nameBuiltImage(index)]))
  return {
    way: 'engine',
    kind: 'engine',
    words: "in the engine's store, under a name of this run",
    outputs: new Map([...nameOf].map(([target, name]) => [target, `type=docker,name=${name}`])),
    finish: async (target) => `docker-daemon:${nameOf.get(target) ?? nameBuiltImage(0)}`,
    failure: () => undefined,
    isReached: () => true,
    close: async () => {
      const rest = { action: 'remove what was built', code: 'builder-failed', hint: 'see docker image ls' } as const
      // The image itself stays for as long as a tag of the user's own has it; by force, a name that was never made is none
      // that is missing.
      const args = ['image', 'rm', '--force', ...nameOf.values()]
      await runDockerCli({ args, env, ...rest }).catch((thrown: unknown) => tell(toHarnessError(thrown).message))
    },
  }
}
