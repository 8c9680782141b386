import { HarnessError } from '../errors.ts'
import { checkBakeFlags } from './build-flags.ts'
import type { BuildWishes } from './build-wishes.ts'
import type { Layers } from './layers.ts'
import type { GivenValues } from './option.ts'
import { options } from './options.ts'
import { present } from './present.ts'
import type { ResolvedConfig } from './resolved-config.ts'

/** What the sources say of a build; nothing where nothing is built. */
export function settleBuild(layers: Layers): BuildWishes | undefined {
  const { read } = layers
  const [context, bake] = [read(options.build), read(options.bake)]
  const isBaked = bake !== undefined && (context === undefined || layers.isLater(options.bake, options.build))
  const wishes = {
    buildArgs: read(options.buildArg) ?? [],
    buildContexts: read(options.buildContext) ?? [],
    secrets: read(options.secret) ?? [],
    ssh: read(options.ssh) ?? [],
    cacheFrom: read(options.cacheFrom) ?? [],
    cacheTo: read(options.cacheTo) ?? [],
    labels: read(options.label) ?? [],
    annotations: read(options.annotation) ?? [],
    buildxArgs: read(options.buildFlags) ?? [],
    ...present({
      target: read(options.target),
      provenance: read(options.provenance),
      sbom: read(options.sbom),
      builder: read(options.builder),
    }),
  }
  if (isBaked) return { ...wishes, source: { kind: 'bake', ...bake } }
  if (context === undefined) return undefined
  return { ...wishes, source: { kind: 'context', context, ...present({ file: read(options.file) }) } }
}

const dependent = [
  'file',
  'target',
  'buildArg',
  'buildContext',
  'secret',
  'ssh',
  'cacheFrom',
  'cacheTo',
  'label',
  'provenance',
  'sbom',
  'builder',
] as const

/**
 * Checks that there is something to annotate: what is built, or what `assemble:` makes.
 * @throws HarnessError `usage-invalid`
 */
export function checkAnnotations(given: GivenValues, { build, images }: ResolvedConfig): void {
  if (!given.has(options.annotation) || build !== undefined) return
  if (images.some((name) => name.startsWith('assemble:'))) return
  throw new HarnessError('usage-invalid', '--annotation is for an image that is made here, and none is', {
    hint: 'name what is built, --build CONTEXT, or images that become one: assemble:IMAGE,IMAGE',
  })
}

/**
 * Checks that flags of a build go together.
 * @throws HarnessError `usage-invalid`
 */
export function checkBuild(given: GivenValues, build: BuildWishes | undefined): void {
  const useless = dependent.find((name) => given.has(options[name]))
  if (useless !== undefined && build === undefined) {
    throw new HarnessError('usage-invalid', `--${options[useless].flag} is for a build, and nothing is built`, {
      hint: 'name what is built: --build CONTEXT, or --bake FILE',
    })
  }
  if (given.has(options.build) && given.has(options.bake)) {
    throw new HarnessError('usage-invalid', '--build and --bake contradict each other', {
      hint: 'a bake file names its own contexts: leave --build out',
    })
  }
  if (given.has(options.file) && build?.source.kind === 'bake') {
    throw new HarnessError('usage-invalid', '--file is for --build: a bake file names its own Dockerfiles', {
      hint: 'leave --file out',
    })
  }
  if (build?.source.kind === 'bake') checkBakeFlags(build.buildxArgs)
  const named = [options.build, options.bake].find((option) => given.has(option))
  if (named !== undefined && given.has(options.image)) {
    throw new HarnessError('usage-invalid', `an image is named, and --${named.flag} makes another one`, {
      hint: `leave the image out; what --${named.flag} makes is named by --tag`,
    })
  }
}
