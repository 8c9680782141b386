import { expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { index } from '../../support/image-builder.ts'
import { pushImage } from '../../support/image-registry.ts'
import { findLeftovers } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { perlImage } from '../../support/perl-image.ts'

const registry = openDistributionRegistry()

/** A server that keeps something of each request, and looks through all of it at the next. */
const slowing = 'my $seen = 0; serve { select undef, undef, undef, 0.02 * $seen++; return answer $_, 200, "slower" };'

it('an application that slows down with each request is said to, and is no worse for it', async () => {
  const { reference } = await pushImage(registry, index([await perlImage('linux/amd64', slowing)]), 'slowing')
  const flags = ['--http', '8080', '--rounds', '5', '--requests', '20', '--json', '--remove-images']
  const result = await runEveryarch(['bench', reference, ...flags])
  expect(await findLeftovers(result.pid), result.stderr).toEqual([])
  const report = parseRunReport(parseStdout(result))
  expect({ exitCode: result.exitCode, verdict: report.verdict }).toEqual({ exitCode: 0, verdict: 'passed' })
  const [platform] = report.platforms
  const requests = platform?.benchmarks?.find(({ name }) => name === 'GET /')
  expect(requests?.trend).toMatchObject({ over: 'requests', ratio: expect.any(Number) })
  expect(requests?.trend?.ratio).toBeGreaterThan(2)
  expect(platform?.checks.find(({ name }) => name === 'benchmarks')).toMatchObject({
    status: 'passed',
    reason: expect.stringMatching(
      /^GET \/ slows down: the last requests to a container took [\d.]+ times as long as the first/,
    ),
  })
  expect(platform?.findings.map(({ code }) => code)).not.toContain('bench/regression')
})
