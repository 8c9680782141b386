import { afterAll, expect, it } from 'vitest'
import { bringUpBuilders, buildersMustComeUp, listBuilderSets } from '../../support/builders.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'

const builders = await bringUpBuilders()
afterAll(() => ('config' in builders ? builders.close() : undefined))

it('builders come up where they can', async () => {
  expect('config' in builders, 'obstacle' in builders ? builders.obstacle : '').toBe(await buildersMustComeUp())
})

it.each(listBuilderSets(builders))('leaves builders alone', async ({ config }) => {
  const env = { BUILDX_CONFIG: config }
  const inspect = async (...flags: readonly string[]): Promise<unknown> =>
    parseStdout(await runEveryarch(['builder', 'inspect', 'everyarch-container', '--json', ...flags], { env }))
  const running = { builder: { driver: 'docker-container', nodes: [{ status: 'running' }] } }
  expect(await inspect('--bootstrap')).toMatchObject(running)
  expect(await runEveryarch(['clean'], { env })).toMatchObject({ exitCode: 0 })
  expect(await inspect()).toMatchObject(running)
})
