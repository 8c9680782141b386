import { describe, expect, it } from 'vitest'
import { parsePlatform } from '../../../src/oci/platform.ts'
import { createFinding } from '../../../src/report/finding.ts'
import { mergeRunReports, type MergeOptions } from '../../../src/report/merge.ts'
import { parseRunReport } from '../../../src/report/parse.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { isRunReports } from '../../../src/report/run-reports.ts'
import { crash, digestOf, emulated, foreign, native, nativeCrash, ran, shard, skipped } from './shards.ts'

function merge(reports: readonly RunReport[], options?: MergeOptions): RunReport {
  const merged = mergeRunReports(reports, options)
  if (isRunReports(merged)) throw new Error('one image was expected')
  return merged
}

const verdicts = ({ platforms }: RunReport) => platforms.map(({ platform, verdict }) => `${platform} ${verdict}`)

const amd64 = shard([ran('linux/amd64', native), skipped('linux/arm64')])
const arm64 = shard([skipped('linux/amd64'), ran('linux/arm64', native)])

describe('reports of several machines', () => {
  it('are one verdict, in the order of the index', () => {
    const merged = merge([arm64, amd64])
    expect(verdicts(merged)).toEqual(['linux/amd64 passed', 'linux/arm64 passed'])
    expect([merged.verdict, merged.exitCode, merged.attestations]).toEqual(['passed', 0, 2])
    expect(parseRunReport(JSON.parse(JSON.stringify(merged)))).toEqual(merged)
  })

  it('leave a platform that none of them ran unverified, and one of another system skipped', () => {
    const rest = [skipped('linux/s390x'), skipped('windows(10.0.20348)/amd64')]
    const merged = merge([shard([...amd64.platforms, ...rest]), shard([...arm64.platforms, ...rest])])
    expect(verdicts(merged).slice(2)).toEqual(['linux/s390x unverified', 'windows(10.0.20348)/amd64 skipped'])
    expect([merged.verdict, merged.exitCode]).toEqual(['unverified', 3])
    expect(merged.platforms[2]?.checks.at(-1)?.reason).toBe('verified in none of the reports')
  })

  it('need only the platforms that were named', () => {
    const rest = skipped('linux/s390x')
    const reports = [shard([...amd64.platforms, rest]), shard([...arm64.platforms, rest])]
    const named = (text: string): MergeOptions => ({ platforms: text.split(',').map(parsePlatform) })
    expect(merge(reports, named('linux/amd64,linux/arm64/v8')).exitCode).toBe(0)
    expect(merge(reports, named('linux/s390x')).exitCode).toBe(3)
    const missing = merge(reports, named('linux/riscv64'))
    expect([missing.exitCode, missing.findings[0]?.code]).toEqual([1, 'index/platform-missing'])
  })

  it('are believed natively before under emulation', () => {
    const crashed = shard([ran('linux/arm64', emulated, 'inconclusive', [crash])])
    expect(merge([crashed, shard([ran('linux/arm64', native)])])).toMatchObject({ verdict: 'passed', exitCode: 0 })
    const dead = shard([ran('linux/arm64', native, 'failed', [nativeCrash])])
    const merged = merge([dead, crashed])
    expect(merged).toMatchObject({ verdict: 'failed', exitCode: 1 })
    expect(merged.platforms[0]?.findings).toEqual([nativeCrash])
    expect(merge([shard([ran('linux/arm64', emulated)]), dead]).verdict).toBe('failed')
  })

  it('keep what the files prove, whoever read them', () => {
    const proven = shard([ran('linux/arm64', emulated, 'failed', [foreign])])
    const merged = merge([shard([ran('linux/arm64', native)]), proven])
    expect([merged.verdict, merged.platforms[0]?.execution.kind]).toEqual(['failed', 'native'])
    const unread = createFinding('rootfs/layer-unreadable', 'a layer is encrypted')
    expect(
      merge([shard([ran('linux/arm64', native)]), shard([ran('linux/arm64', emulated, 'unverified', [unread])])])
        .verdict,
    ).toBe('passed')
  })

  it('count the worst of equal evidence, in any order', () => {
    const good = shard([ran('linux/arm64', native)])
    const bad = shard([ran('linux/arm64', native, 'failed', [nativeCrash])])
    expect([merge([good, bad]).verdict, merge([bad, good]).verdict]).toEqual(['failed', 'failed'])
  })

  it('take proof from where there is some', () => {
    const broken = shard([ran('linux/arm64', { kind: 'unavailable', reason: 'no handler' }, 'unverified')], {
      errors: [{ code: 'engine-failed', message: 'the engine went away' }],
      exitCode: 3,
    })
    expect(merge([broken, shard([ran('linux/arm64', emulated)])])).toMatchObject({ exitCode: 0, errors: [] })
    expect(merge([broken, shard([ran('linux/amd64', native)])])).toMatchObject({
      exitCode: 3,
      errors: [{ code: 'engine-failed' }],
    })
  })

  it('keep how the image was built, once', () => {
    const build = {
      context: '.',
      builder: 'default',
      driver: 'docker-container',
      staging: 'registry',
      durationMs: 9200,
      images: [],
      steps: [],
      warnings: [],
    } as const
    const built = { ...amd64, builds: [build] }
    expect(mergeRunReports([built, { ...arm64, builds: [build, { ...build, context: 'other' }] }])).toMatchObject({
      builds: [build, { ...build, context: 'other' }],
    })
    expect(mergeRunReports([built])).toMatchObject({ builds: [build] })
  })

  it('say the same when they are merged twice, or given twice', () => {
    const crashed = shard([ran('linux/arm64', emulated, 'inconclusive', [crash]), skipped('linux/riscv64')])
    const once = merge([amd64, arm64, crashed])
    expect(merge([once])).toEqual(once)
    expect(merge([once, amd64])).toEqual(once)
    expect(merge([merge([amd64, crashed]), arm64, arm64])).toEqual(once)
  })

  it('do not pass by an audit where others were run', () => {
    const audited = {
      ...ran('linux/arm64', { kind: 'none' }),
      checks: [{ name: 'registry', status: 'passed' }],
    } as const
    const merged = merge([amd64, shard([audited], { command: 'inspect' })])
    expect(verdicts(merged)).toEqual(['linux/amd64 passed', 'linux/arm64 unverified'])
    expect(merge([shard([audited], { command: 'inspect' }), shard([audited], { command: 'inspect' })]).verdict).toBe(
      'passed',
    )
  })
})

describe('a merged verdict', () => {
  it('is made of the contents, whatever the reports say', () => {
    const liar = { ...ran('linux/arm64', native, 'failed', [nativeCrash]), verdict: 'passed' } as const
    expect(merge([shard([liar]), amd64])).toMatchObject({ verdict: 'failed', exitCode: 1 })
    const hidden = { ...liar, verdict: 'skipped' } as const
    expect(merge([shard([hidden])])).toMatchObject({ verdict: 'failed', exitCode: 1 })
    const empty = { ...skipped('linux/arm64'), verdict: 'passed' } as const
    expect(merge([shard([empty])])).toMatchObject({ verdict: 'unverified', exitCode: 3 })
  })

  it('is as strict as the strictest of the reports', () => {
    const warned = { findings: [createFinding('index/nested', 'an index in the index')] }
    expect(merge([shard(amd64.platforms, warned)]).exitCode).toBe(0)
    expect(merge([shard(amd64.platforms, { ...warned, strict: true })])).toMatchObject({ exitCode: 1, strict: true })
    expect(merge([shard(amd64.platforms, warned)], { strict: true }).exitCode).toBe(1)
  })

  it('of an inconclusive platform ends as the user wants', () => {
    const crashed = [shard([ran('linux/arm64', emulated, 'inconclusive', [crash])])]
    const codes = [undefined, 'pass', 'fail'] as const
    expect(codes.map((inconclusive) => merge(crashed, { inconclusive }).exitCode)).toEqual([4, 0, 1])
  })

  it('of one report leaves out what it was not asked for', () => {
    expect(merge([amd64])).toMatchObject({ verdict: 'passed', exitCode: 0, command: 'report' })
    expect(verdicts(merge([amd64]))).toEqual(['linux/amd64 passed', 'linux/arm64 skipped'])
  })

  it('of an interrupted run is unverified', () => {
    const stopped = shard([ran('linux/arm64', { kind: 'none' }, 'unverified')], {
      exitCode: 130,
      errors: [{ code: 'interrupted', message: 'interrupted' }],
    })
    expect(merge([stopped]).exitCode).toBe(3)
    expect(merge([stopped, arm64, amd64]).exitCode).toBe(0)
  })

  it('counts a run that never began', () => {
    const wrong = shard([], { verdict: null, exitCode: 2, errors: [{ code: 'usage-invalid', message: 'no port' }] })
    expect(merge([wrong])).toMatchObject({ verdict: null, exitCode: 2 })
    expect(merge([wrong, amd64, arm64]).exitCode).toBe(2)
  })
})

describe('reports that do not belong together', () => {
  it('are refused, saying which differ', () => {
    const other = shard([], { image: { reference: 'example.com/app:1', digest: digestOf('c') } })
    expect(() => mergeRunReports([amd64, arm64, other], { names: ['a.json', 'b.json', 'c.json'] })).toThrow(
      `the reports are of different images: a.json has "example.com/app:1" at ${digestOf('a')}, c.json has "example.com/app:1" at ${digestOf('c')}`,
    )
    const unresolved = shard([], { image: { reference: 'example.com/other:1' } })
    expect(() => mergeRunReports([unresolved, amd64])).toThrow('report 1 has "example.com/other:1"')
  })

  it('are merged by digest, whatever the image was called', () => {
    const byDigest = shard(arm64.platforms, {
      image: { reference: `example.com/app@${digestOf('a')}`, digest: digestOf('a') },
    })
    expect(merge([amd64, byDigest]).exitCode).toBe(0)
  })

  it('of several images are merged image by image', () => {
    const of = (reference: string, report: RunReport, digit: string): RunReport => ({
      ...report,
      image: { reference, digest: digestOf(digit) },
    })
    const both = (report: RunReport) =>
      ({ ...report, reports: [of('app:1', report, '1'), of('app:2', report, '2')] }) as const
    const merged = mergeRunReports([both(amd64), both(arm64)])
    if (!isRunReports(merged)) throw new Error('several images were expected')
    expect(merged.reports.map(({ image, verdict }) => [image?.reference, verdict])).toEqual([
      ['app:1', 'passed'],
      ['app:2', 'passed'],
    ])
    expect(merged.exitCode).toBe(0)
    expect(mergeRunReports([both(amd64), of('app:1', arm64, '1')]).exitCode).toBe(3)
    expect(() => mergeRunReports([both(amd64), of('app:1', arm64, '2')])).toThrow('of different images')
    expect(() => mergeRunReports([{ ...both(amd64), reports: [] }])).toThrow('report 1 holds no report of an image')
    expect(() => mergeRunReports([])).toThrow('the list of reports holds no report of an image')
  })
})
