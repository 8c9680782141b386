import { Bench } from 'tinybench'

/** What is left of many measurements: their middle and how far they lie from it. */
export interface Summary {
  readonly median: number
  /** The median absolute deviation from the median. */
  readonly mad: number
  readonly min: number
  readonly max: number
  readonly count: number
}

/** Sums up measurements of any unit. @throws Error for none */
export async function summarize(samples: readonly number[]): Promise<Summary> {
  if (samples.length === 0) throw new Error('there is nothing to sum up')
  const left = samples.values()
  const bench = new Bench({ iterations: samples.length, time: 0, warmup: false, throws: true })
  bench.add('samples', () => ({ overriddenDuration: left.next().value }), { async: false })
  const [task] = await bench.run()
  if (task?.result.state !== 'completed') throw new Error('the samples could not be summed up')
  const { p50, mad, min, max, samplesCount } = task.result.latency
  return { median: p50, mad, min, max, count: samplesCount }
}
