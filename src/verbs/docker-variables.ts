import type { Variables } from '../config/environment.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { clientVariables, formatEngineAddress } from '../engine/endpoint.ts'
import { findEngineEndpoint, usualPlace } from '../engine/find-endpoint.ts'
import { HarnessError } from '../errors.ts'
import type { VerbContext } from './context.ts'

const ownSocket = 'unix:///var/run/docker.sock'

/**
 * The environment for Docker's own client, so that it takes the engine that everyarch takes. What it would find by
 * itself is left to it: which builder is in use, buildx keeps for each way an engine is named.
 * @throws HarnessError as `findEngineEndpoint`, of an engine that was named
 */
export async function dockerVariables(
  { engine = 'default' }: Pick<ResolvedConfig, 'engine'>,
  { environment, signal }: Pick<VerbContext, 'environment' | 'signal'>,
): Promise<Variables> {
  const { variables, homeDir } = environment
  const finding = findEngineEndpoint({ env: variables, homeDir, signal, explicit: engine })
  if (engine !== 'default') {
    const { address } = await finding
    const isContext = !/[/:\\]/.test(engine)
    const named = isContext ? { DOCKER_HOST: undefined, DOCKER_CONTEXT: engine } : clientVariables(address)
    return { ...variables, ...named }
  }
  const endpoint = await finding.catch((thrown: unknown) => {
    // A builder elsewhere needs no engine here; what needs one says so.
    if (thrown instanceof HarnessError && thrown.code !== 'interrupted') return undefined
    throw thrown
  })
  if (endpoint?.source !== usualPlace || formatEngineAddress(endpoint.address) === ownSocket) return variables
  return { ...variables, ...clientVariables(endpoint.address) }
}
