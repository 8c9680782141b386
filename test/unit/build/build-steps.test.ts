import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseBuildLine } from '../../../src/build/build-event.ts'
import {
  openStepBook,
  platformOfStep,
  spanMs,
  unionMs,
  type BuildStep,
  type StepBook,
} from '../../../src/build/build-steps.ts'
import { formatPlatform, parsePlatform } from '../../../src/oci/platform.ts'

const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7'].map(parsePlatform)

/** What a real builder wrote of a build whose last step fails on arm64 alone. */
function readFailedBuild(): StepBook {
  const book = openStepBook({ platforms, isNative: (platform) => formatPlatform(platform) === 'linux/amd64' })
  const lines = readFileSync(new URL('../../fixtures/failed-build.jsonl', import.meta.url), 'utf8').split('\n')
  for (const line of lines) for (const event of parseBuildLine(line)) book.add(event)
  return book
}

const shown = (step: BuildStep): string =>
  `${platformOfStep(step)} ${step.execution} ${step.state} ${step.instruction.slice(0, 12)}`

describe('the steps of a build', () => {
  const book = readFailedBuild()
  const runs = book.steps().filter(({ instruction }) => instruction.startsWith('RUN'))

  it('are told apart by platform, and by how they were executed', () => {
    expect(runs.map(shown).toSorted()).toEqual([
      'linux/amd64 native done RUN ["python',
      'linux/amd64 native done RUN echo for',
      'linux/amd64 native done RUN if [ "$(',
      'linux/arm/v7 cross done RUN echo for',
      'linux/arm/v7 emulated canceled RUN if [ "$(',
      'linux/arm/v7 emulated done RUN ["python',
      'linux/arm64 cross done RUN echo for',
      'linux/arm64 emulated done RUN ["python',
      'linux/arm64 emulated failed RUN if [ "$(',
    ])
  })

  it('keep what they wrote, and why they failed', () => {
    const failed = runs.find(({ state }) => state === 'failed')
    expect(failed?.error).toMatch(/exit code: 3$/)
    expect(failed?.output).toBe('bad\n')
    expect(book.text().join('\n')).toContain('>>> RUN if [ "$(uname -m)" = aarch64 ]')
  })

  it('have times from the beginning of the build on', () => {
    const times = book.steps().flatMap(({ intervals }) => intervals)
    expect(Math.min(...times.map(({ startedMs }) => startedMs))).toBe(0)
    expect(times.every(({ startedMs, endedMs }) => endedMs >= startedMs)).toBe(true)
    expect(unionMs(times)).toBeGreaterThan(3500)
    expect(unionMs(times)).toBeLessThan(4700)
  })

  it('that came from the cache are marked', () => {
    const bases = book.steps().filter(({ instruction }) => instruction.startsWith('FROM'))
    expect(bases.map(({ isCached, execution }) => [isCached, execution])).toEqual(bases.map(() => [true, undefined]))
    expect(bases).not.toEqual([])
  })
})

it('a step on nothing is of the platform of the one it goes on from', () => {
  const [from, run] = ['a', 'b'].map((letter) => `sha256:${letter.repeat(64)}`)
  const started = '2026-11-22T11:02:27.284564611Z'
  const book = openStepBook({ platforms, isNative: () => false })
  const vertexes = [
    { digest: run, inputs: [from], name: '[2/2] RUN make', started },
    { digest: from, name: '[linux/arm64 1/2] COPY x /x', started },
  ]
  for (const event of parseBuildLine(JSON.stringify({ vertexes }))) book.add(event)
  expect(book.steps().map(shown)).toEqual([
    'linux/arm64 emulated running RUN make',
    'linux/arm64 undefined running COPY x /x',
  ])
})

describe('a line of progress', () => {
  it.each([
    ['ERROR: failed to build', 'ERROR: failed to build'],
    ['{"vertexes":7}', '{"vertexes":7}'],
    ['{"vertexes":[{"digest":"x"}]}', '{"vertexes":[{"digest":"x"}]}'],
    ['{', '{'],
  ])('that is no event is text: %s', (line, text) => {
    expect(parseBuildLine(line)).toEqual([{ kind: 'text', text }])
  })

  it('of a warning tells its line', () => {
    const short = Buffer.from('JSONArgsRecommended').toString('base64')
    const line = JSON.stringify({
      warnings: [{ vertex: 'x', short, range: [{ start: { line: 6 }, end: { line: 6 } }] }],
    })
    expect(parseBuildLine(line)).toEqual([{ kind: 'warning', message: 'JSONArgsRecommended', line: 6 }])
  })
})

it('time that steps share counts once, with what lies between them or without', () => {
  const intervals = [
    { startedMs: 0, endedMs: 10 },
    { startedMs: 5, endedMs: 12 },
    { startedMs: 20, endedMs: 21 },
    { startedMs: 6, endedMs: 7 },
  ]
  expect(unionMs(intervals)).toBe(13)
  expect(unionMs([])).toBe(0)
  expect(spanMs(intervals)).toBe(21)
  expect(spanMs([])).toBe(0)
})

it('a step that another build has done before this one began takes none of its time', () => {
  const [load = '', base = ''] = ['a', 'b'].map((letter) => `sha256:${letter.repeat(64)}`)
  const vertex = (digest: string, name: string, started: string, completed: string): string =>
    JSON.stringify({
      vertexes: [
        { digest, name, started: `2026-11-22T16:25:${started}Z`, completed: `2026-11-22T16:25:${completed}Z` },
      ],
    })
  const book = openStepBook({ platforms, isNative: () => true })
  const lines = [
    vertex(load, '[internal] load build definition from Dockerfile', '31.100', '31.150'),
    vertex(base, '[linux/amd64 1/2] RUN make', '18.000', '29.000'),
  ]
  for (const line of lines) for (const event of parseBuildLine(line)) book.add(event)
  const [first, second] = book.steps()
  expect(first?.intervals).toEqual([{ startedMs: 0, endedMs: expect.closeTo(50, 3) }])
  expect(second).toMatchObject({ state: 'done', isCached: true, intervals: [{ startedMs: 0, endedMs: 0 }] })
})
