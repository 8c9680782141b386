import { describe, it } from 'vitest'
import { checkRow } from '../../support/acceptance/check-row.ts'
import { indexRows, staticRegistryRows } from '../../support/acceptance/index-rows.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { startStaticRegistry } from '../../support/static-registry.ts'

const registry = openDistributionRegistry()

describe('verify says what is true of', () => {
  it.concurrent.each(indexRows)('$title', (row) => checkRow('verify', row, registry))

  it.concurrent.each(staticRegistryRows)('$title', async (row) => {
    await using served = await startStaticRegistry()
    await checkRow('verify', row, served)
  })
})
