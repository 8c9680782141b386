import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Json } from '../../src/report/finding.ts'
import { createReportSchema } from '../../src/report/schema.ts'

const validateOpen = new Ajv2020({ strict: true, allErrors: true }).compile(createReportSchema())
const validateClosed = new Ajv2020({ strict: true, allErrors: true }).compile(closeObjects(createReportSchema()))

/** What the published schema has against a document; nothing where it is a report. */
export function findSchemaErrors(document: unknown): readonly string[] {
  return validateOpen(document) ? [] : listErrors(validateOpen)
}

/** The same document, proven to be a report in which every field is one of the schema. @throws Error */
export function requireReportSchema<T>(document: T): T {
  if (!validateClosed(document)) throw new Error(`no report by its schema: ${listErrors(validateClosed).join('; ')}`)
  return document
}

function listErrors({ errors }: typeof validateOpen): readonly string[] {
  return (errors ?? []).map(({ instancePath, message, params }) =>
    `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`.slice(0, 300),
  )
}

/** With no fields but those named: what the tool writes and does not tell is a mistake. */
function closeObjects<T extends Json>(schema: T): T
function closeObjects(schema: Json): Json {
  if (typeof schema !== 'object') return schema
  if (Array.isArray(schema)) return schema.map((item: Json) => closeObjects(item))
  const parts = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closeObjects(value)]))
  return 'properties' in parts ? { ...parts, additionalProperties: false } : parts
}
