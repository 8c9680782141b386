import { HarnessError } from '../errors.ts'
import { checkExpected } from './check-expected.ts'
import type { RunSettings } from './run-settings.ts'

/** What is wrong with the settings of a platform only because of another one. @throws HarnessError `usage-invalid` */
export function checkRun(settings: RunSettings, where: string): void {
  const refuse = (message: string, hint: string): never => {
    throw new HarnessError('usage-invalid', `${where}${message}`, { hint })
  }
  const { http, expected, env, container } = settings
  checkExpected(settings, where)
  if (container.network === 'none' && (http !== undefined || (expected?.tcp.length ?? 0) > 0)) {
    const flag = http === undefined ? '--expect tcp' : '--http'
    refuse(
      `--network none and ${flag} contradict each other: nothing outside the container can ask it`,
      `leave ${flag} out: what listens is then read from inside`,
    )
  }
  const twice = Object.keys(container.secretEnv ?? {}).find((name) => Object.hasOwn(env, name))
  if (twice !== undefined) refuse(`${twice} is given by --env and by --secret-env`, 'give it by one of them')
  const places = [...(container.mounts ?? []).map(({ target }) => target), ...Object.keys(container.tmpfs ?? {})]
  const taken = places.find((place, position) => places.indexOf(place) !== position)
  if (taken !== undefined) refuse(`two mounts are at ${taken}`, 'give each path of the container one mount')
}
