import type {
  CalibrationReport,
  CheckReport,
  Emulator,
  ExecutionReport,
  HealthReport,
  KeptContainer,
  PlatformReport,
  StartReport,
  Verdict,
} from './report.ts'
import { benchmarkSchema, footprintSchema } from './schema-benchmarks.ts'
import {
  anyOf,
  constant,
  list,
  object,
  optional,
  pattern,
  quantity,
  reference,
  text,
  words,
  type SchemaNode,
} from './schema-node.ts'

export const digestSchema = pattern('^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$')

const verdict = words<Verdict>({ passed: true, failed: true, inconclusive: true, unverified: true, skipped: true })

const calibration = object<CalibrationReport>({
  spawnUs: quantity('To start a program.'),
  cpuUs: quantity('To compute.'),
  systemCallsUs: quantity('To call the kernel.'),
  factors: object<CalibrationReport['factors']>({ spawn: quantity(), cpu: quantity(), systemCalls: quantity() }),
})

type Execution<K extends ExecutionReport['kind']> = Extract<ExecutionReport, { readonly kind: K }>

const engine = {
  engine: optional(text('Which engine ran it.')),
  engineVersion: optional(text('What that engine is: Docker 28.5.2, Podman 4.3.1.')),
}

const proof = text('How it is known that its process was, or was not, emulated.')

const execution = anyOf(
  [
    object<Execution<'native'>>({
      kind: constant('native'),
      proof,
      ...engine,
      calibration: optional(calibration),
    }),
    object<Execution<'emulated'>>({
      kind: constant('emulated'),
      emulator: object<Emulator>({ name: text(), version: optional(text()) }),
      proof,
      ...engine,
      calibration: optional(calibration),
    }),
    object<Execution<'unavailable'>>({ kind: constant('unavailable'), reason: text(), ...engine }),
    object<Execution<'none'>>({ kind: constant('none'), reason: optional(text()) }),
  ],
  'How it was run; none where nothing was.',
)

const check = object<CheckReport>({
  name: text(),
  status: verdict,
  durationMs: optional(quantity()),
  reason: optional(text('Why it was skipped or could not run.')),
  tests: optional(quantity("How many tests of the user's own it is made of.")),
})

const health = object<HealthReport>({
  url: optional(text('The path that was asked for over HTTP.')),
  how: optional(text('What was proven: 200 on /, listening on 5000, stayed up 1 s.')),
  at: optional(text('Where its ports were reached, when its engine is elsewhere.')),
  status: optional(quantity('The HTTP status of the last answer.')),
  readyMs: optional(quantity('From the start of the container to the first good answer.')),
})

const start = object<StartReport>({
  readyMs: optional(quantity('From the start of the container to the first good answer, or to its end.')),
  factor: optional(quantity('How many times as long as a native platform of the same image.')),
  comparedTo: optional(text('That platform.')),
  timeoutMs: quantity(),
  timeoutReason: text(),
})

const keptContainer = object<KeptContainer>({
  id: text(),
  state: words<KeptContainer['state']>({ running: true, ended: true, created: true }),
  commands: list(text()),
})

/** One platform of a report. */
export const platformSchema: SchemaNode = object<PlatformReport>({
  platform: text('Normalised: linux/arm64.'),
  declared: optional(text('As the index spells it.')),
  digest: optional(digestSchema),
  sizeBytes: optional(quantity("On the wire: the manifest's config and layers.")),
  execution,
  verdict,
  findings: list(reference('finding')),
  checks: list(check),
  uname: optional(text('What uname -m printed, when it ran.')),
  health: optional(health),
  start: optional(start),
  benchmarks: optional(list(benchmarkSchema)),
  footprint: optional(footprintSchema),
  keptContainer: optional(keptContainer),
})
