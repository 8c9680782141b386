import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { broadcast, type Broadcast } from '../../../src/cli/broadcast.ts'
import { openLiveReporter } from '../../../src/cli/live-reporter.ts'
import { passedReport, plain, platformReport } from '../reporters/sample-report.ts'
import { recordTerminal, type RecordedTerminal } from './recorded-terminal.ts'
import { showOnScreen } from './screen-emulator.ts'

const digest = `sha256:${'ab'.repeat(32)}` as const
const resolved = {
  kind: 'image-resolved',
  reference: 'app:1',
  digest,
  platforms: ['linux/amd64'],
  attestations: 0,
} as const

let terminal: RecordedTerminal
let reporter: Broadcast

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
  terminal = recordTerminal({ isTerminal: true, columns: 80 })
  const style = () => ({ ...plain, columns: terminal.stderr.size().columns })
  reporter = broadcast([openLiveReporter(terminal, style, () => performance.now())])
})

afterEach(() => {
  reporter.close()
  vi.useRealTimers()
})

function screen(): readonly string[] {
  return showOnScreen(terminal.stderr.text(), terminal.stderr.size().columns)
}

describe('the live reporter', () => {
  it('moves elapsed times by itself', () => {
    reporter.onEvent(resolved)
    reporter.onEvent({ kind: 'platform-state', platform: 'linux/amd64', state: 'starting' })
    vi.advanceTimersByTime(1500)
    expect(screen()[1]).toMatch(/linux\/amd64 +starting +1\.5 s/)
  })

  it('shows a pull no more often than a person can read', () => {
    reporter.onEvent(resolved)
    const before = terminal.stderr.text().length
    for (let receivedBytes = 0; receivedBytes < 1000; receivedBytes += 1) {
      reporter.onEvent({ kind: 'platform-state', platform: 'linux/amd64', state: 'pulling', receivedBytes })
    }
    expect(terminal.stderr.text().length).toBe(before)
    vi.advanceTimersByTime(100)
    expect(screen()[1]).toContain('999 B')
  })

  it('puts a notice above the lines that move', () => {
    reporter.onEvent(resolved)
    reporter.onEvent({ kind: 'notice', message: 'mind\u001b[2J the gap' })
    expect(screen()[0]).toBe('mind\\x1b[2J the gap')
    expect(screen()[1]).toMatch(/^app:1@sha256:abababababab/)
  })

  it('leaves nothing behind when the run has ended', () => {
    reporter.onEvent(resolved)
    reporter.onEvent({ kind: 'platform-end', report: platformReport('linux/amd64') })
    reporter.onEvent({ kind: 'run-end', report: passedReport })
    reporter.close()
    vi.advanceTimersByTime(1000)
    expect(screen()).toEqual([])
  })

  it('draws anew when the terminal becomes narrower', () => {
    reporter.onEvent({ ...resolved, platforms: ['linux/amd64', 'linux/arm64', 'linux/arm/v7'] })
    terminal.resize(30)
    const lines = screen()
    expect(lines.filter((line) => line.includes('linux/arm64'))).toHaveLength(1)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(30)
  })
})
