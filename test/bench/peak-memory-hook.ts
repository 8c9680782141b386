import { readFileSync, writeSync } from 'node:fs'

/** Loaded into the process that is measured: on its way out it says on standard error how much memory it took at most. */
process.on('exit', () => {
  writeSync(2, `\npeak-memory-bytes=${readPeakBytes()}\n`)
})

/** The kernel's number of this very program; getrusage would count what its parent held when it started this. */
function readPeakBytes(): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    if (kilobytes !== undefined) return Number(kilobytes) * 1024
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024
}
