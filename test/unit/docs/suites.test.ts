import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseStructureFile } from '../../../src/run/structure-file.ts'
import { project } from './documents.ts'

const page = await readFile(join(project, 'docs/suites.md'), 'utf8')

function blocks(language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text)
}

it('the page of suites shows a file of container-structure-test that is read', async () => {
  const [text = ''] = blocks('yaml')
  const { commands, existence, contents, metadata } = await parseStructureFile(text, 'docs/suites.md')
  expect([commands.length, existence.length, contents.length, metadata?.exposedPorts]).toEqual([1, 1, 1, ['9000']])
})
