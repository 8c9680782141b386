import { findingCodes } from './finding-codes.ts'
import type { Finding, Json } from './finding.ts'
import type { ImageReport, RunReport, RunReports, RunVerdict, ToolInfo } from './report.ts'
import {
  anyOf,
  constant,
  flag,
  list,
  node,
  object,
  optional,
  pattern,
  quantity,
  reference,
  text,
  words,
  type SchemaNode,
} from './schema-node.ts'
import { benchSchema } from './schema-benchmarks.ts'
import { buildSchema } from './schema-build.ts'
import { digestSchema, platformSchema } from './schema-platform.ts'
import { errorSchema, publishSchema } from './schema-publish.ts'
import type { Severity } from './severity.ts'

const severity = words<Severity>({ error: true, environment: true, inconclusive: true, warning: true, info: true })

const finding = object<Finding>({
  code: node({ type: 'string', enum: Object.keys(findingCodes) }),
  severity,
  message: text('One sentence.'),
  evidence: node({ type: 'object', additionalProperties: true }, 'What the finding was made of.'),
  hint: optional(text('What to do about it.')),
})

const runVerdict = words<RunVerdict>({ passed: true, failed: true, inconclusive: true, unverified: true })

const head = {
  schemaVersion: constant(1),
  tool: object<ToolInfo>({ name: constant('everyarch'), version: text() }),
  command: text('The command that made it: verify, bench, inspect, report.'),
  verdict: anyOf([runVerdict, node({ type: 'null' })], 'null when there was no run.'),
  exitCode: node({ type: 'integer', enum: [0, 1, 2, 3, 4, 130] }),
}

const one = object<RunReport>(
  {
    ...head,
    createdAt: pattern(
      '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)$',
      'RFC 3339, UTC.',
    ),
    image: optional(
      object<ImageReport>({
        reference: text('As the user named it.'),
        digest: optional(digestSchema),
        mediaType: optional(text()),
      }),
    ),
    strict: optional(flag('Warnings failed.')),
    flags: optional(list(text(), 'The flags that said how it is run and what must hold.')),
    findings: list(reference('finding'), 'Of the index as a whole.'),
    builds: optional(list(buildSchema, 'Where the image was built by this run.')),
    attestations: optional(quantity()),
    bench: optional(benchSchema),
    platforms: list(reference('platform'), "In the index's order."),
    publish: optional(publishSchema),
    errors: list(reference('error'), 'Of the run.'),
  },
  'The report of one image.',
)

const several = object<RunReports>(
  { ...head, reports: list(reference('report')) },
  'The reports of several images; the verdict is the worst.',
)

/** The JSON Schema of every report, of one image or of several. https://json-schema.org/draft/2020-12/schema */
export function createReportSchema(): { readonly [key: string]: Json } {
  const root: SchemaNode = { schema: { anyOf: [reference('report').schema, reference('reports').schema] } }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:everyarch:report:1',
    title: 'A report of everyarch',
    ...root.schema,
    $defs: {
      report: one.schema,
      reports: several.schema,
      platform: platformSchema.schema,
      finding: finding.schema,
      error: errorSchema.schema,
    },
  }
}
