import { expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import { goodKinds } from '../../support/acceptance/good-kinds.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'

const registry = openDistributionRegistry()

/** Of what cannot be proven without being told how. */
const exitCodes: Readonly<Record<string, number>> = { 'wants settings': 3, 'prints its usage': 3 }

it.concurrent.each(Object.entries(goodKinds))(
  'verify without flags finds nothing wrong with a good image: %s',
  async (kind, make) => {
    const { reference } = await make(registry)
    const result = await runEveryarch(['verify', reference, '--json', '--remove-images'])
    const { findings, platforms, errors, exitCode } = parseRunReport(parseStdout(result))
    const said = [...findings, ...platforms.flatMap((platform) => platform.findings)]
    const faults = said.filter(({ severity }) => severity === 'error' || severity === 'warning')
    expect({ faults, errors, exitCode }).toEqual({ faults: [], errors: [], exitCode: exitCodes[kind] ?? 0 })
    expect(await findLeftovers(result.pid)).toEqual([])
  },
)
