import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers } from '../../support/engine.ts'
import { parseStdout, runEveryarch, startEveryarch } from '../../support/everyarch.ts'
import type { PushedImage } from '../../support/image-registry.ts'
import { perlImage } from '../../support/perl-image.ts'
import { secondEmulators } from '../../support/second-emulators.ts'

const registry = openDistributionRegistry()

/** A web server that waits so long before it listens. */
function slowServer(seconds: number): Promise<PushedImage> {
  const httpd = 'exec /bin/busybox httpd -f -p 8080 -h /www'
  const config = { Entrypoint: ['/bin/sh', '-c', seconds === 0 ? httpd : `sleep ${seconds}; ${httpd}`] }
  return pushPair(registry, 'slow', (platform) => serverImage(platform, { config }))
}

async function bench(...args: readonly string[]): Promise<{ report: RunReport; exitCode: number | undefined }> {
  const result = await runEveryarch(['bench', ...args, '--http', '8080', '--json', '--remove-images'])
  expect(await findLeftovers(result.pid), result.stderr).toEqual([])
  return { report: parseRunReport(parseStdout(result)), exitCode: result.exitCode }
}

describe('everyarch bench', () => {
  it('measures starts, requests, commands, pulls, sizes and memory, under every emulator, beside one another', async () => {
    const { reference } = await slowServer(0)
    const flags = [
      '--rounds',
      '5',
      '--requests',
      '4',
      '--exec',
      '/bin/busybox true',
      '--emulator',
      await secondEmulators(),
    ]
    const { report, exitCode } = await bench(reference, ...flags)
    expect({ exitCode, verdict: report.verdict }).toEqual({ exitCode: 0, verdict: 'passed' })
    expect(report.bench).toMatchObject({ rounds: 5, warmupRounds: 1, endedBy: 'rounds' })
    const [amd64, arm64] = report.platforms
    expect(amd64?.benchmarks?.map(({ name }) => name)).toEqual(['pull', 'start', 'GET /', 'exec /bin/busybox true'])
    expect(amd64?.benchmarks?.flatMap(({ factor }) => factor ?? [])).toEqual([])
    for (const platform of [amd64, arm64]) {
      expect(platform?.footprint).toMatchObject({ diskBytes: expect.any(Number), peakMemoryBytes: expect.any(Number) })
      expect(platform?.execution).toHaveProperty('calibration')
      expect(platform?.benchmarks?.find(({ name }) => name === 'GET /')).toMatchObject({
        samples: { length: 5 },
        requests: { count: 20, ownCostMs: expect.any(Number) },
      })
    }
    const starts = arm64?.benchmarks?.filter(({ name }) => name === 'start') ?? []
    expect(starts).toMatchObject([
      { factorOf: 'emulation', comparedTo: 'linux/amd64', samples: { length: 5 } },
      {
        factorOf: 'emulation',
        comparedTo: 'linux/amd64',
        emulator: { name: 'qemu-aarch64' },
        overOwn: { ratio: expect.any(Number) },
      },
    ])
    const own = arm64?.execution.kind === 'emulated' ? arm64.execution.emulator.version : undefined
    expect(starts[1]?.emulator?.version).not.toBe(own)
  })

  it('finds what starts more slowly than an earlier image, and nothing where it does not', async () => {
    const [quick, slow] = await Promise.all([slowServer(0), slowServer(1)])
    const flags = ['--rounds', '6', '--requests', '0', '--platform', 'linux/amd64', '--threshold', 'start=30%']
    const slower = await bench(slow.reference, '--baseline', quick.reference, ...flags)
    expect(slower.exitCode).toBe(1)
    expect(slower.report.platforms.flatMap(({ findings }) => findings).map(({ code }) => code)).toContain(
      'bench/regression',
    )
    await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-bench-'))
    const file = join(folder.path, 'baseline.json')
    await writeFile(file, JSON.stringify(slower.report))
    const again = await bench(slow.reference, '--baseline', file, ...flags, '--threshold', 'start=300%')
    expect(again.report.bench?.baseline).toMatchObject({ by: 'report', notes: [] })
    expect(again.report.platforms.flatMap(({ findings }) => findings).map(({ code }) => code)).not.toContain(
      'bench/regression',
    )
    expect(
      again.report.platforms.flatMap(({ benchmarks = [] }) => benchmarks.flatMap(({ change }) => change ?? [])),
    ).toMatchObject([{ by: 'reference' }])
  })

  it('says at which request an application died, and keeps what was measured', async () => {
    const mortal = 'my $asked = 0; serve { exit 3 if ++$asked > 12; return answer $_, 200, "hello" };'
    const { reference } = await pushPair(registry, 'mortal', (platform) => perlImage(platform, mortal))
    const { report, exitCode } = await bench(reference, '--rounds', '2', '--platform', 'linux/amd64')
    const [platform] = report.platforms.filter(({ verdict }) => verdict !== 'skipped')
    expect(exitCode).toBe(3)
    expect(platform?.checks.find(({ name }) => name === 'benchmarks')).toMatchObject({
      status: 'unverified',
      reason: expect.stringMatching(/^did not answer request \d+ in a row: /),
    })
    expect(platform?.benchmarks?.map(({ name, samples }) => [name, samples.length])).toEqual(
      expect.arrayContaining([
        ['start', 2],
        ['GET /', 2],
      ]),
    )
  })

  it('keeps the rounds that were made before it was interrupted, and leaves nothing', async () => {
    const { reference } = await slowServer(0)
    const flags = ['--platform', 'linux/amd64', '--http', '8080', '--rounds', '500', '--remove-images']
    await using running = startEveryarch(['verify', reference, '--bench', '--json', ...flags])
    await running.waitForOutput(/10 rounds are measured/)
    running.kill('SIGINT')
    const result = await running.finished
    const report = parseRunReport(parseStdout(result))
    expect({ exitCode: result.exitCode, ended: report.bench?.endedBy }).toEqual({ exitCode: 130, ended: 'stopped' })
    expect(report.bench?.rounds).toBeGreaterThanOrEqual(10)
    expect(await findLeftovers(running.pid)).toEqual([])
  })
})
