import type { Footprint } from './contender.ts'
import { runBuilt } from './everyarch.ts'

const hook = new URL('peak-memory-hook.ts', import.meta.url).href

/** The most memory the main process took, in bytes, over several runs. */
export async function measurePeakBytes({ args }: Footprint, runs: number): Promise<number> {
  const peaks: number[] = []
  for (let run = 0; run < runs; run++) {
    const { stderr } = await runBuilt(args, ['--disable-warning=ExperimentalWarning', `--import=${hook}`])
    const peak = /^peak-memory-bytes=(\d+)$/m.exec(stderr)?.[1]
    if (peak === undefined) throw new Error(`the process did not say how much memory it took:\n${stderr}`)
    peaks.push(Number(peak))
  }
  return Math.max(...peaks)
}
