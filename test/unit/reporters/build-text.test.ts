import { describe, expect, it } from 'vitest'
import { renderBuildEnd } from '../../../reporters/build-text.ts'
import { renderLive } from '../../../reporters/live-lines.ts'
import { advanceLiveState, createLiveState } from '../../../reporters/live-state.ts'
import { renderProgress } from '../../../reporters/progress-lines.ts'
import type { BuildReport } from '../../../src/report/build-report.ts'
import type { BuildStepEvent, RunEvent } from '../../../src/report/event.ts'
import { plain } from './sample-report.ts'

const run: BuildStepEvent = {
  kind: 'build-step',
  platform: 'linux/arm64',
  instruction: 'RUN make',
  isInstruction: true,
  state: 'running',
  execution: 'emulated',
}
const report: BuildReport = {
  context: '.',
  builder: 'default',
  driver: 'docker',
  staging: 'layout',
  durationMs: 12_300,
  images: [],
  steps: [
    { instruction: 'RUN a', status: 'cached' },
    { instruction: 'RUN b', status: 'done' },
  ],
  warnings: [{ message: 'JSONArgsRecommended', line: 6 }],
}
const start: RunEvent = {
  kind: 'build-start',
  context: '.',
  builder: 'default',
  platforms: ['linux/amd64', 'linux/arm64'],
}
const events: readonly (readonly [atMs: number, event: RunEvent])[] = [
  [100, start],
  [200, { ...run, instruction: 'COPY x /x', state: 'done', durationMs: 3 }],
  [400, run],
]

function replay(all: readonly (readonly [number, RunEvent])[]) {
  return all.reduce((state, [atMs, event]) => advanceLiveState(state, event, atMs), createLiveState(0))
}

describe('a build on a terminal', () => {
  it('has a line for each platform with the step it is at', () => {
    expect(renderLive(replay(events), 2400, plain, 24)).toEqual([
      'building . with default  2.4 s',
      '  linux/amd64  0 done',
      '  linux/arm64  1 done     2.0 s  RUN make, emulated',
    ])
  })

  it('says how many of the known steps have ended, and what goes on for the longest', () => {
    const amd64 = { ...run, platform: 'linux/amd64', execution: 'native' } as const
    const state = replay([
      ...events,
      [500, { ...run, stage: 'web', instruction: 'RUN npm ci', count: { ended: 1, known: 4 } }],
      [600, { ...amd64, count: { ended: 0, known: 3 } }],
      [900, { ...amd64, state: 'done', count: { ended: 3, known: 3 } }],
      [950, { kind: 'build-step', instruction: 'load metadata for base', isInstruction: false, state: 'running' }],
    ])
    expect(renderLive(state, 2400, plain, 24)).toEqual([
      'building . with default  2.4 s',
      '✓ linux/amd64  3 of 3 steps',
      '  linux/arm64  1 of 4 steps     2.0 s  RUN make, emulated  (and 1 more)',
      '  for all      0 done           1.4 s  load metadata for base',
    ])
  })

  it('marks the platform whose step failed', () => {
    const failed = replay([...events, [500, { ...run, state: 'failed' }]])
    expect(renderLive(failed, 2400, plain, 24)[2]).toBe('✗ linux/arm64  2 done')
  })

  it('shows no more lines than there is room for', () => {
    expect(renderLive(replay(events), 2400, plain, 2)).toHaveLength(2)
  })

  it('makes room for the image when it has ended', () => {
    const ended = replay([...events, [3000, { kind: 'build-end', report }]])
    expect(renderLive(ended, 3100, plain, 24)).toEqual(['resolving the image  3.1 s'])
  })
})

describe('a build in a log', () => {
  const line = (event: RunEvent): string | undefined => renderProgress(plain, createLiveState(0), event, 0)

  it('tells of what runs, and of what took a while', () => {
    expect(line(start)).toBe('building . with default')
    expect(line(run)).toBe('  linux/arm64: RUN make, emulated')
    expect(line({ ...run, state: 'done', durationMs: 12_300 })).toBe('  linux/arm64: RUN make, emulated: 12.3 s')
    expect(line({ ...run, state: 'done', durationMs: 300 })).toBeUndefined()
    expect(line({ ...run, state: 'cached', durationMs: 0 })).toBeUndefined()
    expect(line({ ...run, target: 'web', execution: 'cross' })).toBe('  web linux/arm64: RUN make, cross-compiling')
  })

  it('ends with counts and warnings', () => {
    expect(renderBuildEnd(plain, report)).toEqual([
      'built . in 12.3 s: 2 steps, 1 cached',
      '  warning at line 6: JSONArgsRecommended',
    ])
  })

  it('ends with what the step that failed wrote, made harmless', () => {
    const failure = {
      platform: 'linux/arm64',
      file: 'Dockerfile',
      line: 3,
      instruction: 'RUN make',
      message: 'exit code: 2',
      output: ['no rule', '\u001b[2Jgone'],
    }
    expect(renderBuildEnd(plain, { ...report, failure })).toEqual([
      '✗ building . failed after 12.3 s, for linux/arm64 at Dockerfile:3',
      '  RUN make',
      '  | no rule',
      '  | \\x1b[2Jgone',
    ])
  })
})
