import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { renderLive } from '../../../reporters/live-lines.ts'
import { advanceLiveState, createLiveState, type LiveState } from '../../../reporters/live-state.ts'
import { renderProgress } from '../../../reporters/progress-lines.ts'
import { displayWidth } from '../../../src/report/display-width.ts'
import type { RunEvent } from '../../../src/report/event.ts'
import { arm64, ascii, colored, passedReport, plain, platformReport } from './sample-report.ts'

const digest = `sha256:${'ab'.repeat(32)}` as const
const execution = { kind: 'emulated', emulator: { name: 'qemu-arm', version: '7.2.22' }, proof: '' } as const

/** A run of three platforms, with the time of each event. */
const events: readonly (readonly [atMs: number, event: RunEvent])[] = [
  [
    100,
    {
      kind: 'image-resolved',
      reference: 'example.com/app:1',
      digest,
      platforms: ['linux/amd64', 'linux/arm64', 'linux/arm/v7'],
      attestations: 3,
    },
  ],
  [110, { kind: 'platform-planned', platform: 'linux/arm/v7', execution }],
  [120, { kind: 'platform-state', platform: 'linux/amd64', state: 'starting' }],
  [
    130,
    { kind: 'platform-state', platform: 'linux/arm64', state: 'pulling', receivedBytes: 0, totalBytes: 48_000_000 },
  ],
  [
    200,
    {
      kind: 'platform-state',
      platform: 'linux/arm64',
      state: 'pulling',
      receivedBytes: 12_300_000,
      totalBytes: 48_000_000,
    },
  ],
  [210, { kind: 'platform-state', platform: 'linux/arm/v7', state: 'waiting' }],
  [300, { kind: 'platform-state', platform: 'linux/amd64', state: 'waiting-for-health', detail: 'GET / on port 5000' }],
  [850, { kind: 'platform-state', platform: 'linux/amd64', state: 'done', detail: '200 on /' }],
  [900, { kind: 'platform-end', report: platformReport('linux/amd64') }],
  [950, { kind: 'notice', message: 'the disk is nearly full' }],
  [1000, { kind: 'platform-state', platform: 'linux/arm/v7', state: 'starting' }],
]

function replay(untilMs: number): LiveState {
  const past = events.filter(([atMs]) => atMs <= untilMs)
  return past.reduce((state, [atMs, event]) => advanceLiveState(state, event, atMs), createLiveState(0))
}

function frame(atMs: number, style = plain, rows = 24): string {
  return renderLive(replay(atMs), atMs, style, rows).join('\n')
}

describe('a run on a terminal', () => {
  it('begins with the image that is being resolved', () => {
    expect(frame(50)).toBe('resolving the image  0.1 s')
  })

  it('has a line per platform that says what is awaited', () => {
    expect(frame(350)).toMatchInlineSnapshot(`
      "example.com/app:1@sha256:abababababab  0 of 3 platforms  0.3 s
        linux/amd64   waiting for health     0.2 s  GET / on port 5000
        linux/arm64   pulling                0.2 s  12.3 MB of 48.0 MB, 25 %
        linux/arm/v7  waiting"
    `)
  })

  it('shows a verdict as soon as it is there, and its time stands still', () => {
    expect(frame(5000)).toMatchInlineSnapshot(`
      "example.com/app:1@sha256:abababababab  1 of 3 platforms  5.0 s
      ✓ linux/amd64   passed                 0.7 s  native
        linux/arm64   pulling                4.9 s  12.3 MB of 48.0 MB, 25 %
        linux/arm/v7  starting               4.0 s  emulated by qemu-arm 7.2.22"
    `)
  })

  it('is the same without colours', () => {
    expect(stripVTControlCharacters(frame(5000, colored))).toBe(frame(5000))
    expect(frame(5000, colored)).toContain('\u001b[32mpassed\u001b[39m')
  })

  it('marks verdicts in ASCII where there is no more', () => {
    expect(frame(5000, ascii)).toContain('\n+ linux/amd64')
  })

  it.each([10, 20, 30, 40, 60, 80, 200])('has no line wider than a terminal of %i columns', (columns) => {
    for (const atMs of [50, 350, 5000]) {
      for (const line of renderLive(replay(atMs), atMs, { ...plain, columns }, 24)) {
        expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(columns, 12))
      }
    }
  })

  it('shows what goes on first where not all platforms fit', () => {
    expect(frame(5000, plain, 3)).toMatchInlineSnapshot(`
      "example.com/app:1@sha256:abababababab  1 of 3 platforms  5.0 s
        linux/arm64   pulling                4.9 s  12.3 MB of 48.0 MB, 25 %
        and 2 platforms more"
    `)
  })

  it('gives a platform that was not announced a line of its own', () => {
    const state = advanceLiveState(
      replay(5000),
      { kind: 'platform-end', platform: 'linux/arm64@sha256:ab', report: arm64 },
      5000,
    )
    expect(renderLive(state, 5000, plain, 24)).toHaveLength(5)
  })

  it('is over when the image has its verdict', () => {
    const state = advanceLiveState(replay(5000), { kind: 'run-end', report: passedReport }, 6000)
    expect(state).toEqual(createLiveState(6000, 1))
    expect(renderLive(state, 6100, plain, 24)).toEqual([])
    expect(renderLive(state, 8000, plain, 24)).toEqual(['finishing  2.0 s'])
  })

  it('shows a size that is not known as what has come so far', () => {
    const event = { kind: 'platform-state', platform: 'linux/arm64', state: 'pulling', receivedBytes: 500 } as const
    expect(renderLive(advanceLiveState(replay(250), event, 300), 300, plain, 24).join('\n')).toMatch(
      /pulling +0\.2 s  500 B$/m,
    )
  })

  it('is not moved about by what an image is called', () => {
    const hostile = 'linux/\u001b[2Ax\n\u202e'
    const event = { kind: 'image-resolved', reference: hostile, digest, platforms: [hostile], attestations: 0 } as const
    const state = advanceLiveState(createLiveState(0), event, 1)
    const started = advanceLiveState(
      state,
      { kind: 'platform-state', platform: hostile, state: 'starting', detail: hostile },
      2,
    )
    expect(renderLive(started, 3, plain, 24).join('')).not.toMatch(/[\p{Cc}\u202e]/u)
  })
})

describe('a run in a log', () => {
  it('has a short line for each change worth one', () => {
    let state = createLiveState(0)
    const lines: string[] = []
    for (const [atMs, event] of events) {
      const line = renderProgress(plain, state, event, atMs)
      if (line !== undefined) lines.push(line)
      state = advanceLiveState(state, event, atMs)
    }
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "example.com/app:1@sha256:abababababab: 3 platforms, 3 attestations
        linux/amd64: starting
        linux/arm64: pulling
        linux/amd64: 200 on /, after 0.7 s
      ✓ linux/amd64: passed after 0.8 s, 200 on /, ready in 210 ms
      the disk is nearly full
        linux/arm/v7: starting, emulated by qemu-arm 7.2.22"
    `)
  })

  it('has a line for what is learnt while health is waited for', () => {
    const waiting = { kind: 'platform-state', platform: 'linux/amd64', state: 'waiting-for-health' } as const
    const begun: RunEvent = { ...waiting, detail: 'GET / on port 9999' }
    const learnt: RunEvent = { ...waiting, detail: 'it listens on 5000, not on 9999' }
    const before = replay(300)
    const state = advanceLiveState(replay(200), begun, 300)
    expect(renderProgress(plain, replay(200), begun, 300)).toBeUndefined()
    expect(renderProgress(plain, state, learnt, 400)).toBe('  linux/amd64: it listens on 5000, not on 9999')
    expect(renderLive(advanceLiveState(before, learnt, 400), 400, plain, 24).join('\n')).toContain(
      'it listens on 5000, not on 9999',
    )
  })
})
