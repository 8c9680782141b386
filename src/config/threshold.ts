import { invalidValue, readTexts } from './readers.ts'

/** What a measure may be slower by before it counts. */
export interface Threshold {
  /** Absent: every measure that has none of its own. */
  readonly measure?: Measure
  /** 0.05 is 5 %. */
  readonly part: number
}

/** Kinds of measures, as thresholds name them. */
export const measures = ['build', 'start', 'run', 'request', 'exec', 'bench'] as const
export type Measure = (typeof measures)[number]

/** Reads `5%`, `request=10%`; several, for a measure the last one. @throws HarnessError `config-invalid` */
export function readThresholds(raw: unknown): readonly Threshold[] {
  return readTexts(raw)
    .flatMap((text) => text.split(','))
    .map((text) => {
      const [, name, digits] = /^(?:([a-z]+)=)?(\d{1,4}(?:\.\d{1,3})?)%$/.exec(text.trim()) ?? []
      const measure = measures.find((known) => known === name)
      const part = Number(digits) / 100
      if (digits === undefined || (name !== undefined && measure === undefined) || !(part > 0)) {
        throw invalidValue(text, `a threshold`, `write 5%, or for one measure ${measures.join('=5%, ')}=5%`)
      }
      return { ...(measure === undefined ? {} : { measure }), part }
    })
}

/** What counts for a measure, by the name it has in reports; `usual` where nothing was said. */
export function thresholdFor(thresholds: readonly Threshold[], benchmark: string, usual: number): number {
  const measure = measureOf(benchmark)
  const own = thresholds.findLast((threshold) => threshold.measure === measure)
  return (own ?? thresholds.findLast((threshold) => threshold.measure === undefined))?.part ?? usual
}

function measureOf(benchmark: string): Measure | undefined {
  if (benchmark.startsWith('GET ')) return 'request'
  if (benchmark.startsWith('exec ')) return 'exec'
  if (benchmark.startsWith('build ')) return 'build'
  if (benchmark.startsWith('bench ')) return 'bench'
  return measures.find((measure) => measure === benchmark)
}
