import { writeSection } from './document-section.ts'
import { listGeneratedSections } from './generated-sections.ts'

// One after another: several are in one file.
for (const section of await listGeneratedSections()) {
  await writeSection(section)
  process.stdout.write(`${section.path}: ${section.name}\n`)
}
