import { expect, it } from 'vitest'
import { readEnvironment } from '../../../src/config/environment.ts'
import { resolveUserConfig } from '../../../src/config/resolve.ts'
import { createRegistryClient } from '../../../src/registry/client.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { openPublisher, type Publisher } from '../../../src/verbs/publisher.ts'
import { native, ran, shard } from '../report/shards.ts'

const proven = shard([ran('linux/amd64', native)])
const environment = readEnvironment({})
const context = { environment, signal: new AbortController().signal, onEvent: () => {} }

async function concluded(reports: readonly RunReport[], publishes = true): Promise<readonly RunReport[]> {
  const config = { ...resolveUserConfig({ image: 'app' }, 'verify', environment), publishes }
  const client = createRegistryClient()
  const publisher: Publisher = openPublisher({ config, context, client })
  try {
    return await publisher.conclude(reports)
  } finally {
    await client.close()
  }
}

it('what was to be published and has no tag does not end well', async () => {
  for (const report of await concluded([proven, proven])) {
    expect(report).toMatchObject({
      verdict: 'passed',
      exitCode: 3,
      errors: [{ code: 'publish-refused', message: expect.stringMatching(/no tag was named for example.com\/app:1/) }],
    })
  }
})

it('what was not to be published is left as it is, and so is what did not pass', async () => {
  expect(await concluded([proven, proven], false)).toEqual([proven, proven])
  const failed = shard([ran('linux/amd64', native, 'failed')], { verdict: 'failed', exitCode: 1 })
  expect(await concluded([failed])).toEqual([failed])
})
