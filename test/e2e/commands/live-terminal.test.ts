import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { everyarchLine } from '../../support/everyarch.ts'
import { runProcess } from '../../support/run-process.ts'
import { showOnScreen } from '../../unit/cli/screen-emulator.ts'

const registry = openDistributionRegistry()

/** Runs the command line on a pseudo-terminal of this size; returns all that it wrote there. */
async function runOnTerminal(args: readonly string[], columns: number, rows: number) {
  const line = `stty cols ${columns} rows ${rows}; exec ${everyarchLine(args)}`
  const env = { CI: undefined, NO_COLOR: undefined, FORCE_COLOR: undefined, TERM: 'xterm-256color', LANG: 'C.UTF-8' }
  return runProcess('script', ['--quiet', '--return', '--flush', '--command', line, '/dev/null'], {
    env,
    timeoutMs: 120_000,
  })
}

/** What is written at once. */
function splitFrames(bytes: string): readonly string[] {
  return bytes.split('\u001b[?2026h').slice(1)
}

describe('a run on a real terminal', () => {
  it.each([
    [100, 24],
    [40, 3],
  ])('of %i columns and %i rows shows whole frames that fit, and leaves the result alone', async (columns, rows) => {
    const { reference } = await pushPair(registry, 'live', (platform) => serverImage(platform))
    const { exitCode, stdout } = await runOnTerminal(['verify', reference, '--http', '8080'], columns, rows)
    expect(exitCode, stdout).toBe(0)
    const frames = splitFrames(stdout)
    expect(frames.length).toBeGreaterThan(3)
    for (const frame of frames.map((text) => text.split('\u001b[?2026l')[0] ?? '')) {
      const lines = stripVTControlCharacters(frame).replaceAll('\r', '').split('\n')
      expect(lines.length - 1).toBeLessThan(rows)
      for (const line of lines) expect(line.length).toBeLessThan(columns)
    }
    if (rows > 3) expect(stdout).toMatch(/linux\/arm64 +starting +\d+\.\d s/)
    const screen = showOnScreen(stdout, columns, rows)
    expect(screen.join('\n')).not.toMatch(/starting|waiting|resolving|finishing|of 2 platforms {2}/)
    expect(screen[0]).toMatch(/^✓ linux\/amd64 +passed/)
  })
})
