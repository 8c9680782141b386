import type {
  BenchReport,
  BenchmarkReport,
  BuildFigures,
  ChangeReport,
  FootprintReport,
  IntervalReport,
  MachineReport,
  RequestsReport,
  SavedBuildsReport,
  StepFigures,
  TrendReport,
} from './benchmark-report.ts'
import { flag, list, object, optional, quantity, text, words } from './schema-node.ts'

const interval = object<IntervalReport>({ low: quantity(), high: quantity() }, 'With 95 % confidence.')

const requests = object<RequestsReport>({
  count: quantity(),
  p90Ms: quantity(),
  p99Ms: quantity(),
  ownCostMs: optional(quantity('What the same request takes on a server that does nothing.')),
})

const trend = object<TrendReport>(
  {
    over: words<TrendReport['over']>({ requests: true, rounds: true }),
    ratio: quantity('How many times as long the last took as the first.'),
  },
  'That it became slower while it was measured.',
)

const change = object<ChangeReport>(
  {
    ratio: quantity('How many times as long as in the baseline.'),
    interval: optional(interval),
    by: words<ChangeReport['by']>({ time: true, factor: true, reference: true }),
    threshold: quantity('What counts: 0.05 is 5 %.'),
    verdict: words<ChangeReport['verdict']>({ regression: true, improvement: true, same: true, unsure: true }),
  },
  'What became of it since a baseline.',
)

const stepFigures = object<StepFigures>({
  stage: optional(text()),
  instruction: text(),
  execution: optional(words<NonNullable<StepFigures['execution']>>({ native: true, emulated: true, cross: true })),
  isCached: optional(flag()),
  medianMs: quantity(),
  samples: list(quantity()),
  madMs: optional(quantity()),
  interval: optional(interval),
  outliers: optional(quantity()),
  factor: optional(quantity('How many times as long as the same step natively.')),
  factorInterval: optional(interval),
  comparedTo: optional(text('The native platform the factor is over.')),
})

const buildFigures = object<BuildFigures>(
  {
    execution: words<BuildFigures['execution']>({ native: true, emulated: true, cross: true, none: true }),
    steps: list(stepFigures, 'Those of the Dockerfile.'),
  },
  'Of a build for the platform alone.',
)

/** One measure of a platform. */
export const benchmarkSchema = object<BenchmarkReport>({
  name: text('build (cold), build (warm), start, run, pull, GET /, exec nginx -t.'),
  medianMs: quantity(),
  samples: list(quantity(), 'One for each round; for requests the median of the round.'),
  factor: optional(quantity('How many times as long as natively.')),
  factorInterval: optional(interval),
  factorOf: optional(
    words<NonNullable<BenchmarkReport['factorOf']>>({
      emulation: true,
      compatibility: true,
      cross: true,
      reference: true,
    }),
  ),
  comparedTo: optional(text('The native platform the factor is over.')),
  madMs: optional(quantity('Median absolute deviation.')),
  interval: optional(interval),
  outliers: optional(quantity('Samples far from all others; they are part of the figures.')),
  isUnstable: optional(flag()),
  requests: optional(requests),
  trend: optional(trend),
  emulator: optional(
    object<NonNullable<BenchmarkReport['emulator']>>(
      { name: text(), version: optional(text()) },
      'One the user named.',
    ),
  ),
  overOwn: optional(
    object<NonNullable<BenchmarkReport['overOwn']>>(
      { ratio: quantity(), interval: optional(interval) },
      "Over the engine's own emulator.",
    ),
  ),
  change: optional(change),
  build: optional(buildFigures),
})

/** What a platform takes up. */
export const footprintSchema = object<FootprintReport>({
  diskBytes: optional(quantity("Unpacked in the engine's store.")),
  peakMemoryBytes: optional(quantity('The most its container used while it was measured.')),
  memoryFrom: optional(words<NonNullable<FootprintReport['memoryFrom']>>({ kernel: true, looks: true })),
})

/** How a run measured. */
export const benchSchema = object<BenchReport>({
  rounds: quantity('Those that count.'),
  warmupRounds: quantity(),
  endedBy: words<BenchReport['endedBy']>({ narrow: true, time: true, rounds: true, stopped: true }),
  elapsedMs: quantity(),
  seed: quantity('What the order in each round, and the intervals, were drawn with.'),
  machine: object<MachineReport>({
    processor: optional(text()),
    cores: quantity(),
    kernelVersion: text(),
    engineVersion: text(),
  }),
  buildRounds: optional(quantity('Of builds, where any was measured.')),
  builds: optional(
    object<SavedBuildsReport>(
      { name: text(), createdAt: text('RFC 3339, UTC.') },
      'The saved report that figures of builds were taken from.',
    ),
  ),
  notes: optional(list(text(), 'What could not be measured beside the platforms.')),
  baseline: optional(
    object<NonNullable<BenchReport['baseline']>>({
      name: text(),
      by: words<NonNullable<BenchReport['baseline']>['by']>({ rounds: true, report: true }),
      notes: list(text()),
    }),
  ),
})
