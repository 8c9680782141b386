import { expect, it } from 'vitest'
import { database, databaseClient } from '../../support/compose-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers } from '../../support/engine.ts'
import { runEveryarch, startEveryarch } from '../../support/everyarch.ts'
import { temporaryFile } from '../../support/temporary-file.ts'

it('removes what a killed run left beside its image: services, networks and volumes', async () => {
  const registry = openDistributionRegistry()
  const client = await databaseClient(registry, ['linux/amd64', 'linux/arm64'])
  const db = { image: (await database(registry)).reference, volumes: ['data:/data'] }
  const api = { image: client.reference, environment: { DATABASE: 'db:6379' }, depends_on: ['db'] }
  const document = JSON.stringify({ services: { api, db }, volumes: { data: {} } })
  await using file = await temporaryFile('compose.yaml', document)
  await using killed = startEveryarch(['verify', '--compose', file.path, '--service', 'api', '--http', '8081'])
  await expect
    .poll(() => findLeftovers(killed.pid), { timeout: 30_000 })
    .toContainEqual(expect.stringMatching(/^volume/))
  killed.kill('SIGKILL')
  await killed.finished
  // The engine may still be making what it was asked for.
  await expect
    .poll(
      async () => {
        await runEveryarch(['clean'])
        return findLeftovers(killed.pid)
      },
      { timeout: 30_000 },
    )
    .toEqual([])
})
