import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { replaceSection } from '../../../scripts/document-section.ts'
import { listGeneratedSections } from '../../../scripts/generated-sections.ts'
import { project } from './documents.ts'

const sections = await listGeneratedSections()

describe('what is generated in the documentation', () => {
  it.each(sections)('is up to date: $name in $path (npm run docs writes it)', async (section) => {
    const text = readFileSync(join(project, section.path), 'utf8')
    expect(await replaceSection(text, { ...section, path: join(project, section.path) })).toBe(text)
  })
})

describe('a section', () => {
  const section = { path: join(project, 'a.md'), name: 'things', lines: ['| A | B |', '| --- | --- |', '| 1 | 2 |'] }

  it('replaces what is between its markers, and nothing else', async () => {
    const text = '# Title\n\n<!-- things -->\n\nold\n\n<!-- /things -->\n\nRest.\n'
    const written =
      '# Title\n\n<!-- things -->\n\n| A   | B   |\n| --- | --- |\n| 1   | 2   |\n\n<!-- /things -->\n\nRest.\n'
    expect(await replaceSection(text, section)).toBe(written)
    expect(await replaceSection(written, section)).toBe(written)
  })

  it.each(['# Title\n', '<!-- things -->\n', '<!-- /things -->\n<!-- things -->\n'])(
    'refuses a file without its markers: %j',
    async (text) => {
      await expect(replaceSection(text, section)).rejects.toThrow('<!-- things -->')
    },
  )
})
