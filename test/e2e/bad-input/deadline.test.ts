import { expect, it } from 'vitest'
import { loop } from '../../support/acceptance/hangs.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers } from '../../support/engine.ts'
import { runEveryarch } from '../../support/everyarch.ts'
import { expectProblem } from './problem.ts'

const problem = { exitCode: 3, code: 'deadline-exceeded', hints: /give it longer with --deadline/ } as const

it('a deadline that passes keeps what was proven before, and leaves nothing', async () => {
  const { reference } = await loop(openDistributionRegistry())
  const flags = ['verify', reference, '--http', '8080', '--json', '--remove-images', '--deadline', '8s']
  const result = await runEveryarch(flags)
  const report = expectProblem(result, { ...problem, says: /^the run did not end within 8 s$/ })
  expect(report.verdict).toBe('unverified')
  expect(report.platforms).toMatchObject([
    { platform: 'linux/amd64', verdict: 'passed', health: { status: 200 } },
    { platform: 'linux/arm64', verdict: 'unverified' },
  ])
  expect(await findLeftovers(result.pid)).toEqual([])
})

it('a deadline that passes before anything is known ends the run', async () => {
  const { reference } = await loop(openDistributionRegistry())
  const result = await runEveryarch(['verify', reference, '--json', '--deadline', '1ms'])
  const report = expectProblem(result, { ...problem, says: /^the run did not end within 0.001 s$/ })
  expect(report).toMatchObject({ verdict: 'unverified', image: { reference } })
  expect(await findLeftovers(result.pid)).toEqual([])
})
