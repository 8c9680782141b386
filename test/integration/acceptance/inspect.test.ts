import { describe, it } from 'vitest'
import { checkRow } from '../../support/acceptance/check-row.ts'
import { indexRows, staticRegistryRows } from '../../support/acceptance/index-rows.ts'
import { parityRows } from '../../support/acceptance/parity-rows.ts'
import { rootfsRows } from '../../support/acceptance/rootfs-rows.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { startStaticRegistry } from '../../support/static-registry.ts'

const registry = openDistributionRegistry()
// Only a run leaves platforms out that nobody asked for.
const inspected = indexRows.filter(({ title }) => title !== 'Windows beside linux')

describe('inspect says what is true of', () => {
  it.each([...inspected, ...parityRows, ...rootfsRows])('$title', (row) => checkRow('inspect', row, registry))

  it.each(staticRegistryRows)('$title', async (row) => {
    await using served = await startStaticRegistry()
    await checkRow('inspect', row, served)
  })
})
