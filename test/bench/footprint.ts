import type { Footprint } from './contender.ts'
import { runBuilt, runBuiltCold } from './everyarch.ts'

const hook = new URL('peak-memory-hook.ts', import.meta.url).href

/** The most memory the main process took, in bytes, over several runs. */
export async function measurePeakBytes({ args, isCold = false, prepare }: Footprint, runs: number): Promise<number> {
  const run = isCold ? runBuiltCold : runBuilt
  const nodeFlags = ['--disable-warning=ExperimentalWarning', `--import=${hook}`]
  await prepare?.()
  const peaks: number[] = []
  for (let done = 0; done < runs; done++) {
    const { stderr } = await run(args, { nodeFlags })
    const peak = /^peak-memory-bytes=(\d+)$/m.exec(stderr)?.[1]
    if (peak === undefined) throw new Error(`the process did not say how much memory it took:\n${stderr}`)
    peaks.push(Number(peak))
  }
  return Math.max(...peaks)
}
