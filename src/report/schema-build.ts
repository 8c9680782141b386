import type {
  BuildFailure,
  BuildReport,
  BuildStepReport,
  BuildWarning,
  BuiltImageReport,
  Staging,
  StepExecution,
} from './build-report.ts'
import { list, object, optional, quantity, text, words, type SchemaNode } from './schema-node.ts'
import { digestSchema } from './schema-platform.ts'

const execution = words<StepExecution>({ native: true, emulated: true, cross: true })

const step = object<BuildStepReport>({
  platform: optional(text('What it was done for.')),
  target: optional(text('The target of a bake file it belongs to.')),
  stage: optional(text('The stage of the Dockerfile.')),
  instruction: text(),
  status: words<BuildStepReport['status']>({ done: true, cached: true, failed: true, canceled: true }),
  execution: optional(execution),
  startedMs: optional(quantity('Since the build began.')),
  durationMs: optional(quantity('The time in which it was worked on.')),
})

const failure = object<BuildFailure>({
  platform: optional(text()),
  execution: optional(execution),
  stage: optional(text()),
  instruction: optional(text()),
  file: optional(text('As the builder names it: Dockerfile.')),
  line: optional(quantity()),
  message: text(),
  output: list(text(), 'The last lines that the step wrote.'),
})

/** One run of the builder. */
export const buildSchema: SchemaNode = object<BuildReport>({
  context: text('As the user named it.'),
  builder: text(),
  driver: text(),
  staging: words<Staging>({ registry: true, layout: true, engine: true }),
  durationMs: quantity(),
  images: list(object<BuiltImageReport>({ target: optional(text()), digest: digestSchema })),
  steps: list(step),
  warnings: list(object<BuildWarning>({ message: text(), line: optional(quantity()) })),
  failure: optional(failure),
})
