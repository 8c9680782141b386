import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers, removeImages } from '../../support/engine.ts'
import { runEveryarch } from '../../support/everyarch.ts'
import type { PushedImage } from '../../support/image-registry.ts'
import type { ProcessResult } from '../../support/run-process.ts'
import { expectProblem } from './problem.ts'

let image: PushedImage
beforeAll(async () => {
  image = await pushPair(openDistributionRegistry(), 'writing', serverImage)
})
afterAll(() => removeImages(image.repository))

async function verify(...flags: readonly string[]): Promise<ProcessResult> {
  return runEveryarch(['verify', image.reference, '--http', '8080', '--platform', 'linux/amd64', ...flags])
}

async function inspect(...flags: readonly string[]): Promise<ProcessResult> {
  return runEveryarch(['inspect', image.reference, ...flags])
}

const problem = { exitCode: 3, code: 'reporter-failed' } as const

describe('what was proven is told where it cannot be written:', () => {
  it.each(['/dev/null/output', '/proc/everyarch/output'])('the output folder %s', async (folder) => {
    const result = await verify('--json', '--output', folder)
    const says = new RegExp(`^the folder ${folder} cannot be written$`)
    const report = expectProblem(result, { ...problem, says, hints: /--output/ })
    expect(report).toMatchObject({ verdict: 'passed', platforms: [{ verdict: 'passed' }, { verdict: 'skipped' }] })
    expect(await findLeftovers(result.pid)).toEqual([])
  })

  it.each(['/dev/null/report.json', '/proc/everyarch/report.json'])('the report %s', async (file) => {
    const result = await inspect('--json', '--reporter', `json=${file}`)
    const says = new RegExp(`^the json reporter could not write to ${file}$`)
    const report = expectProblem(result, { ...problem, says, hints: /name a file that can be written/ })
    expect(report.verdict).toBe('passed')
  })

  it('one of several reports', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-writing-'))
    const good = join(folder.path, 'a', 'b', 'report.json')
    const result = await inspect('--reporter', 'markdown=/dev/null/report.md', '--reporter', `json=${good}`)
    expect(result.exitCode).toBe(3)
    const says = /markdown reporter could not write/
    expect(result.stderr).toMatch(says)
    expect(result.stderr.match(/^error: /gm)).toHaveLength(1)
    const report = parseRunReport(JSON.parse(await readFile(good, 'utf8')))
    expect(report).toMatchObject({ verdict: 'passed', exitCode: 3, errors: [{ message: expect.stringMatching(says) }] })
  })
})

it('no room for temporary files ends with 3 and says where, before anything runs', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-writing-'))
  const file = join(folder.path, 'file')
  await writeFile(file, '')
  const flags = ['verify', image.reference, '--http', '8080', '--json']
  const env = { TMPDIR: file, NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') }
  const result = await runEveryarch(flags, { env })
  const says = new RegExp(`no folder can be made in ${file}`)
  const report = expectProblem(result, { exitCode: 3, code: 'internal', says, hints: /set TMPDIR/ })
  expect(report.platforms.map(({ verdict }) => verdict)).toEqual(['unverified', 'unverified'])
  expect(await findLeftovers(result.pid)).toEqual([])
})

it('a cache folder that cannot be written is no problem', async () => {
  const flags = ['verify', image.reference, '--http', '8080', '--platform', 'linux/amd64']
  const result = await runEveryarch(flags, { env: { XDG_CACHE_HOME: '/dev/null' } })
  expect(result.exitCode, result.stderr).toBe(0)
})
