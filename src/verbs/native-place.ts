import type { Engine } from '../engine/engine.ts'
import type { Target } from '../plan/target.ts'
import { createImageSupply, type ImageSupplyOptions } from '../run/image-supply.ts'
import type { NativePlace } from '../run/native-place.ts'
import type { VerbContext } from './context.ts'
import { detectOn, type Engines } from './engine-access.ts'

export interface NativePlaceOptions {
  readonly engines: Engines
  readonly engineOf: (target: Target) => Engine
  readonly labels: Readonly<Record<string, string>>
  readonly context: VerbContext
  readonly supply: Omit<ImageSupplyOptions, 'engine'>
}

/** Another engine that the user named and that runs a target's platform without an emulator, if there is one. */
export async function findNativePlace(target: Target, options: NativePlaceOptions): Promise<NativePlace | undefined> {
  const { engines, engineOf, labels, context } = options
  if (!engines.areSeveral) return undefined
  const own = engineOf(target)
  for (const attempt of await engines.list()) {
    if (attempt.kind === 'failed' || attempt.engine === own) continue
    const { engine } = attempt
    const executions = await detectOn(engine, [target.platform], labels, context)
    const execution = [...executions.values()].find(({ kind }) => kind === 'native')
    if (execution !== undefined) {
      return { engine, execution, supply: createImageSupply({ ...options.supply, engine }) }
    }
  }
  return undefined
}
