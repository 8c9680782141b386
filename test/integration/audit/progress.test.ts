import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { inspect, type RunEvent } from '../../../src/index.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'

const registry = openDistributionRegistry()

it('an audit tells of each layer once, from none to all, and of nothing that it knows from before', async () => {
  await using cache = await mkdtempDisposable(join(tmpdir(), 'everyarch-test-'))
  const { reference } = await pushPair(registry, 'progress', (platform) => serverImage(platform))
  const listen = async () => {
    const told: (RunEvent & { readonly kind: 'audit-progress' })[] = []
    const onEvent = (event: RunEvent): void => void (event.kind === 'audit-progress' && told.push(event))
    await inspect({ image: reference, onEvent, variables: { ...process.env, XDG_CACHE_HOME: cache.path } })
    return told
  }
  const told = await listen()
  expect(told.map(({ readLayers }) => readLayers)).toEqual([0, 1, 2, 3, 4])
  expect(told[0]).toMatchObject({ reference, readBytes: 0, totalLayers: 4 })
  const last = told.at(-1)
  expect(last?.readBytes).toBe(last?.totalBytes)
  expect(last?.totalBytes).toBeGreaterThan(1_000_000)
  expect(await listen()).toEqual([])
})
