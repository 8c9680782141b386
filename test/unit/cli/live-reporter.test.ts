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

  it('writes once for all that changes together', () => {
    reporter.onEvent({ ...resolved, platforms: ['linux/amd64', 'linux/arm64'] })
    const before = terminal.stderr.writes()
    reporter.onEvent({ kind: 'notice', message: 'mind the gap' })
    expect(terminal.stderr.writes()).toBe(before + 1)
    terminal.resize(60)
    expect(terminal.stderr.writes()).toBe(before + 2)
    vi.advanceTimersByTime(100)
    expect(terminal.stderr.writes()).toBe(before + 3)
  })

  it.each([1, 2, 3, 10, 24])('leaves the last of %i rows free, so that nothing scrolls', (rows) => {
    terminal.resize(80, rows)
    reporter.onEvent({ ...resolved, platforms: Array.from({ length: 30 }, (_, index) => `linux/p${index}`) })
    expect(screen()).toHaveLength(Math.max(rows - 1, 1))
    expect(screen()[0]).toContain('0 of 30 platforms')
    if (rows > 3) expect(screen().at(-1)).toMatch(/^ {2}and \d+ platforms more$/)
  })

  it('fits a narrow terminal, also one that shows no more than ASCII', () => {
    reporter.close()
    terminal = recordTerminal({ isTerminal: true, columns: 24 })
    reporter = broadcast([
      openLiveReporter(
        terminal,
        () => ({ ...plain, unicode: false }),
        () => performance.now(),
      ),
    ])
    const name = `linux/${'\u{1f600}'.repeat(20)}`
    reporter.onEvent({ ...resolved, reference: name, platforms: [name, 'linux/amd64'] })
    reporter.onEvent({ kind: 'platform-state', platform: name, state: 'starting', detail: name })
    const lines = screen()
    expect(lines).toHaveLength(3)
    for (const line of lines) expect(line.length).toBeLessThan(24)
  })

  it('says how much of the files is read, until they are', () => {
    const layers = { kind: 'audit-progress', reference: 'app:1', totalLayers: 4, totalBytes: 40_000_000 } as const
    reporter.onEvent({ ...layers, readLayers: 1, readBytes: 12_000_000 })
    vi.advanceTimersByTime(100)
    expect(screen()).toEqual(['app:1  0.1 s  reading files: 1 of 4 layers, 12.0 MB of 40.0 MB'])
    reporter.onEvent(resolved)
    reporter.onEvent({ ...layers, readLayers: 4, readBytes: 40_000_000 })
    vi.advanceTimersByTime(100)
    expect(screen()[0]).toMatch(/0 of 1 platform  0\.2 s$/)
  })

  it('lets the time of a platform stand still that has done its part', () => {
    reporter.onEvent(resolved)
    reporter.onEvent({ kind: 'platform-state', platform: 'linux/amd64', state: 'starting' })
    vi.advanceTimersByTime(500)
    reporter.onEvent({ kind: 'platform-state', platform: 'linux/amd64', state: 'done', detail: '200 on /' })
    vi.advanceTimersByTime(5000)
    expect(screen()[1]).toMatch(/linux\/amd64 +done +0\.5 s {2}200 on \/$/)
  })
})
