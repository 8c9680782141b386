import { format, resolveConfig } from 'prettier'
import { createReportSchema } from '../src/report/schema.ts'

export const reportSchemaPath = 'docs/report.schema.json'

/** The published schema, as the formatter of this project leaves it. */
export async function formatReportSchema(): Promise<string> {
  return format(JSON.stringify(createReportSchema()), { ...(await resolveConfig(reportSchemaPath)), parser: 'json' })
}
