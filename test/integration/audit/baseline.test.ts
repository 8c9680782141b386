import { describe, expect, it } from 'vitest'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { index } from '../../support/image-builder.ts'
import { pushImage, type PushedImage } from '../../support/image-registry.ts'
import { inspectOne, inspectWith, listCodes } from '../../support/inspect.ts'
import { temporaryFile } from '../../support/temporary-file.ts'

const registry = openDistributionRegistry()

/** amd64, arm64 and arm/v7; then amd64 built anew, arm64 the same, arm/v7 lost and 386 added. */
async function pushReleases(): Promise<{ readonly before: PushedImage; readonly after: PushedImage }> {
  const arm64 = await serverImage('linux/arm64')
  const old = [await serverImage('linux/amd64'), arm64, await serverImage('linux/arm/v7')]
  const files = [{ path: '/release', text: 'two\n' }]
  const anew = [await serverImage('linux/amd64', { files }), arm64, await serverImage('linux/386')]
  const [before, after] = await Promise.all([
    pushImage(registry, index(old), 'before'),
    pushImage(registry, index(anew), 'after'),
  ])
  return { before, after }
}

const differences = [
  'error baseline/platform-lost',
  'info baseline/platform-added',
  'linux/arm64: warning baseline/digest-unchanged',
]
const isOfBaseline = (code: string): boolean => code.includes('baseline/')

describe('inspect with a baseline', () => {
  it('says what an earlier image had and this one lost, added or left as it was', async () => {
    const { before, after } = await pushReleases()
    const report = await inspectOne([after.reference, '--baseline', before.reference])
    expect(listCodes(report).filter(isOfBaseline)).toEqual(differences)
    expect(report.exitCode).toBe(1)
    const lost = report.findings.find(({ code }) => code === 'baseline/platform-lost')
    expect(lost?.evidence).toMatchObject({ platform: 'linux/arm/v7', baseline: before.reference })
  })

  it('says the same of a saved report', async () => {
    const { before, after } = await pushReleases()
    const saved = await inspectOne([before.reference])
    await using file = await temporaryFile('report.json', JSON.stringify(saved))
    const report = await inspectOne([after.reference, '--baseline', file.path])
    expect(listCodes(report).filter(isOfBaseline)).toEqual(differences)
  })

  it('says nothing when nothing changed', async () => {
    const { before } = await pushReleases()
    const report = await inspectOne([before.reference, '--baseline', before.reference])
    expect(listCodes(report).filter(isOfBaseline)).toEqual([])
    expect(report.exitCode).toBe(0)
  })

  it('compares each of several images with its own in a report of several', async () => {
    const { before, after } = await pushReleases()
    const references = [before.reference, after.reference]
    const saved = await inspectWith(references)
    const tool = saved[0]?.tool
    const all = { schemaVersion: 1, tool, command: 'inspect', verdict: 'passed', exitCode: 0, reports: saved }
    await using file = await temporaryFile('report.json', JSON.stringify(all))
    const reports = await inspectWith([...references, '--baseline', file.path])
    expect(reports.flatMap(listCodes).filter(isOfBaseline)).toEqual([])
  })

  it.each<[string, (before: PushedImage) => string, number, string]>([
    ['a tag that is not there', ({ repository }) => `${repository}:nowhere`, 2, 'image-not-found'],
    ['a registry that is not there', () => '127.0.0.1:9/app:1', 3, 'registry-unreachable'],
  ])('names the baseline when it is %s', async (_, name, exitCode, code) => {
    const { before } = await pushReleases()
    const report = await inspectOne([before.reference, '--baseline', name(before)])
    expect(report.exitCode).toBe(exitCode)
    expect(report.errors).toMatchObject([{ code, message: expect.stringContaining('baseline') }])
  })

  it('refuses a file that is no report', async () => {
    const { before } = await pushReleases()
    await using file = await temporaryFile('report.json', '{"schemaVersion":')
    const report = await inspectOne([before.reference, '--baseline', file.path])
    expect(report).toMatchObject({ exitCode: 2, verdict: null, errors: [{ code: 'report-invalid' }] })
  })
})
