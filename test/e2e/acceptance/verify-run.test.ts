import { describe, it } from 'vitest'
import { checkRow } from '../../support/acceptance/check-row.ts'
import { runRows } from '../../support/acceptance/run-rows.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'

const registry = openDistributionRegistry()

describe('verify says why it died, of', () => {
  it.concurrent.each(runRows)('$title', (row) => checkRow('verify', row, registry))
})
