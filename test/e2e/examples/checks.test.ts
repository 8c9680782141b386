import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { findLeftovers } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { exampleImage } from '../../support/example-image.ts'

const folder = fileURLToPath(new URL('../../../examples/', import.meta.url))
const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7']

it.each([
  { example: 'flask', flags: ['--http', '5000'] },
  { example: 'curl', flags: ['--expect', 'exit:0'] },
  { example: 'database', flags: ['--expect', 'log:Ready to accept'] },
] as const)('the checks of the $example example pass on every platform of it', async ({ example, flags }) => {
  const image = await exampleImage(example)
  const files = await readdir(`${folder}${example}/checks`)
  const args = ['verify', image, '--json', ...flags, '--suite', `${folder}${example}/checks/*.test.ts`]
  const result = await runEveryarch(args, { timeoutMs: 280_000 })
  expect(result.exitCode, result.stderr).toBe(0)
  const passed = files.map((name) => expect.objectContaining({ name: expect.stringContaining(name), status: 'passed' }))
  expect(parseStdout(result)).toMatchObject({
    platforms: platforms.map((platform) => ({ platform, verdict: 'passed', checks: expect.arrayContaining(passed) })),
  })
  expect(await findLeftovers(result.pid)).toEqual([])
})
