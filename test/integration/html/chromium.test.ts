import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { runProcess } from '../../support/run-process.ts'

const script = fileURLToPath(new URL('../../../scripts/chromium', import.meta.url))

it('the Chromium that was named is taken', async () => {
  const { exitCode, stdout } = await runProcess(script, [], { env: { EVERYARCH_CHROMIUM: '/opt/chromium' } })
  expect([exitCode, stdout]).toEqual([0, '/opt/chromium\n'])
})

it('how Chromium is found is explained, and a wrong argument refused', async () => {
  expect(await runProcess(script, ['--help'])).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^usage: /) })
  expect(await runProcess(script, ['up'])).toMatchObject({
    exitCode: 2,
    stderr: 'chromium: it takes no argument, got: up\n',
  })
})
