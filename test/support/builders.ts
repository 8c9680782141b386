import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runProcess } from './run-process.ts'

const script = fileURLToPath(new URL('../../scripts/buildkit', import.meta.url))

/** Builders of BuildKit, beside the engine's own. */
export interface TestBuilders extends BuilderPlaces {
  /** Removes the folder. */
  close(): Promise<void>
}

interface BuilderPlaces {
  /** A folder for BUILDX_CONFIG of the caller alone: what is used, made or removed in it is so nowhere else. */
  readonly config: string
  /** BuildKit's image. */
  readonly image: string
  /** Of the remote buildkitd: `tcp://127.0.0.1:5061`. */
  readonly address: string
  /** The folder of the keys it wants: `ca.pem`, `client.pem`, `client-key.pem`. */
  readonly keys: string
}

/**
 * Brings up `everyarch-container` and `everyarch-remote`; the first time that compiles BuildKit.
 * @returns why there are none, where Go or the packages cannot be had
 */
export async function bringUpBuilders(): Promise<TestBuilders | { readonly obstacle: string }> {
  const places = await bringUp()
  if ('obstacle' in places) return places
  const config = await mkdtemp(join(tmpdir(), 'everyarch-buildx-'))
  await cp(places.config, config, { recursive: true })
  return { ...places, config, close: () => rm(config, { recursive: true, force: true }) }
}

/** Variables that make buildx use a builder that pushes by digest: driver docker-container. */
export async function containerBuilder(): Promise<Readonly<Record<string, string>>> {
  const places = await bringUp()
  if ('obstacle' in places) throw new Error(places.obstacle)
  return { BUILDX_CONFIG: places.config, BUILDX_BUILDER: 'everyarch-container' }
}

async function bringUp(): Promise<BuilderPlaces | { readonly obstacle: string }> {
  const up = await runProcess(script, ['up'], { timeoutMs: 900_000 })
  if (up.exitCode !== 0) return { obstacle: up.stderr }
  const { stdout } = await runProcess(script, ['env'], { timeoutMs: 60_000 })
  const read = (name: string): string => {
    const value = new RegExp(`^export ${name}='(.*)'$`, 'm').exec(stdout)?.[1]
    if (value === undefined) throw new Error(`scripts/buildkit env says no ${name}:\n${stdout}`)
    return value
  }
  return {
    config: read('EVERYARCH_TEST_BUILDERS'),
    image: read('EVERYARCH_TEST_BUILDKIT'),
    address: read('EVERYARCH_TEST_BUILDKITD'),
    keys: read('EVERYARCH_TEST_BUILDKIT_KEYS'),
  }
}

/** True where they must come up: in CI nothing is left out; elsewhere Go may be missing, or the rights to unpack. */
export async function buildersMustComeUp(): Promise<boolean> {
  if (process.env['CI']) return true
  const go = await runProcess('go', ['version'], { timeoutMs: 10_000 }).catch(() => undefined)
  return go?.exitCode === 0 && process.getuid?.() === 0
}

/** Those that came up: none, or one set. For `describe.each`. */
export function listBuilderSets(builders: TestBuilders | { readonly obstacle: string }): readonly TestBuilders[] {
  return 'config' in builders ? [builders] : []
}
