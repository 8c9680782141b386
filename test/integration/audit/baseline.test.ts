import { describe, expect, it } from 'vitest'
import { pushReleases } from '../../support/acceptance/releases.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import type { PushedImage } from '../../support/image-registry.ts'
import { inspectOne, inspectWith, listCodes } from '../../support/inspect.ts'
import { temporaryFile } from '../../support/temporary-file.ts'

const registry = openDistributionRegistry()

const differences = [
  'error baseline/platform-lost',
  'info baseline/platform-added',
  'linux/arm64: warning baseline/digest-unchanged',
]
const isOfBaseline = (code: string): boolean => code.includes('baseline/')

describe('inspect with a baseline', () => {
  it('says what an earlier image had and this one lost, added or left as it was', async () => {
    const { before, after } = await pushReleases(registry)
    const report = await inspectOne([after.reference, '--baseline', before.reference])
    expect(listCodes(report).filter(isOfBaseline)).toEqual(differences)
    expect(report.exitCode).toBe(1)
    const lost = report.findings.find(({ code }) => code === 'baseline/platform-lost')
    expect(lost?.evidence).toMatchObject({ platform: 'linux/arm/v7', baseline: before.reference })
  })

  it('says the same of a saved report', async () => {
    const { before, after } = await pushReleases(registry)
    const saved = await inspectOne([before.reference])
    await using file = await temporaryFile('report.json', JSON.stringify(saved))
    const report = await inspectOne([after.reference, '--baseline', file.path])
    expect(listCodes(report).filter(isOfBaseline)).toEqual(differences)
  })

  it('says nothing when nothing changed', async () => {
    const { before } = await pushReleases(registry)
    const report = await inspectOne([before.reference, '--baseline', before.reference])
    expect(listCodes(report).filter(isOfBaseline)).toEqual([])
    expect(report.exitCode).toBe(0)
  })

  it('compares each of several images with its own in a report of several', async () => {
    const { before, after } = await pushReleases(registry)
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
    ['a report that is not there', () => 'earlier.json', 2, 'report-invalid'],
    ['a path that is not there', () => './reports/earlier', 2, 'report-invalid'],
  ])('names the baseline when it is %s', async (_, name, exitCode, code) => {
    const { before } = await pushReleases(registry)
    const report = await inspectOne([before.reference, '--baseline', name(before)])
    expect(report.exitCode).toBe(exitCode)
    expect(report.errors).toMatchObject([{ code, message: expect.stringContaining('baseline') }])
  })

  it('refuses a file that is no report', async () => {
    const { before } = await pushReleases(registry)
    await using file = await temporaryFile('report.json', '{"schemaVersion":')
    const report = await inspectOne([before.reference, '--baseline', file.path])
    expect(report).toMatchObject({ exitCode: 2, verdict: null, errors: [{ code: 'report-invalid' }] })
  })
})
