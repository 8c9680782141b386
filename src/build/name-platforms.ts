import type { BuildWishes } from '../config/build-wishes.ts'
import type { Variables } from '../config/environment.ts'
import type { OpenStaging } from './staging-place.ts'

export interface NamePlatformsOptions {
  readonly platforms: readonly unknown[]
  readonly staging: Pick<OpenStaging, 'way'>
  readonly env: Variables
}

const name = 'BUILDKIT_MULTI_PLATFORM'

/**
 * The build argument that makes BuildKit name the platform of each step.
 * https://docs.docker.com/reference/dockerfile/#buildkit-built-in-build-args
 */
export const nameEachPlatform = `${name}=1`

/**
 * Has the steps of a build of one platform named like those of several, so that those of `$BUILDPLATFORM` stages are
 * told apart. It also makes the result an index, so only where attestations make it one already.
 */
export function namePlatforms(wishes: BuildWishes, { platforms, staging, env }: NamePlatformsOptions): BuildWishes {
  const { source, buildArgs, buildxArgs, provenance } = wishes
  const isAttested =
    provenance === undefined
      ? !isOn(env['BUILDX_NO_DEFAULT_ATTESTATIONS']) &&
        !buildxArgs.some((word) => /^--(?:provenance|attest)\b/.test(word))
      : !/^(?:false|0|f|disabled=true)$/i.test(provenance)
  const isFree = !buildArgs.some((pair) => pair === name || pair.startsWith(`${name}=`))
  if (source.kind !== 'context' || platforms.length !== 1 || staging.way === 'engine' || !isAttested || !isFree) {
    return wishes
  }
  return { ...wishes, buildArgs: [...buildArgs, nameEachPlatform] }
}

/** As buildx reads it: https://docs.docker.com/build/building/variables/#buildx_no_default_attestations */
function isOn(value = ''): boolean {
  return /^(?:1|t|true)$/i.test(value)
}
