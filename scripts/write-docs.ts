import { writeFile } from 'node:fs/promises'
import { writeSection } from './document-section.ts'
import { listGeneratedSections } from './generated-sections.ts'
import { formatReportSchema, reportSchemaPath } from './report-schema.ts'

// One after another: several are in one file.
for (const section of await listGeneratedSections()) {
  await writeSection(section)
  process.stdout.write(`${section.path}: ${section.name}\n`)
}

await writeFile(reportSchemaPath, await formatReportSchema())
process.stdout.write(`${reportSchemaPath}\n`)
