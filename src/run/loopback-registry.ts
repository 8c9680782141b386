import { HarnessError } from '../errors.ts'
import type { Engine } from '../engine/engine.ts'
import { isLoopback } from '../registry/host.ts'
import { createFinding } from '../report/finding.ts'
import type { Classified } from './checks.ts'

const code = 'execution/registry-unreachable'

/**
 * What a failed pull means where a registry on loopback was asked by an engine elsewhere, to which that address is its
 * own; any other failure as it is.
 */
export function explainPull(thrown: unknown, { name, info }: Engine, repository: string): unknown {
  const [registry = ''] = repository.split('/')
  const isOwn = info.isLocal || !isLoopback(registry)
  if (isOwn || !(thrown instanceof HarnessError) || !isNetworkFailure(thrown)) return thrown
  return new HarnessError(
    'pull-failed',
    `the engine ${name} does not reach the registry ${registry}: that address is this machine's own`,
    {
      cause: thrown,
      hint: 'push the image to a registry that both reach, or forward the port to that machine: ssh -R PORT:127.0.0.1:PORT HOST',
      details: { code },
    },
  )
}

function isNetworkFailure({ code: known, details }: HarnessError): boolean {
  const said = details['engineMessage']
  return known === 'pull-failed' && typeof said === 'string' && /refused|reset|timeout|unreachable|EOF/i.test(said)
}

/** The finding for a registry that was not reached; nothing for any other error. */
export function classifyUnproven(error: HarnessError): readonly Classified[] {
  if (error.details['code'] !== code) return []
  const finding = createFinding(code, error.message, error.hint === undefined ? {} : { hint: error.hint })
  return [{ check: 'start', finding }]
}
