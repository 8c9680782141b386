import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseStructureFile } from '../../../src/run/structure-file.ts'
import { runProcess } from '../../support/run-process.ts'
import { project } from './documents.ts'

const page = await readFile(join(project, 'docs/suites.md'), 'utf8')

function blocks(language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text)
}

it('the page of suites shows TypeScript that compiles', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'suite-snippets-'))
  const texts = blocks('ts')
  expect(texts.length).toBeGreaterThan(1)
  for (const [index, text] of texts.entries()) await writeFile(join(folder.path, `${index}.test.mts`), text)
  const config = {
    extends: join(project, 'tsconfig.json'),
    compilerOptions: {
      noEmit: true,
      typeRoots: [join(project, 'node_modules/@types')],
      paths: {
        'everyarch/vitest': [join(project, 'src/vitest.ts')],
        'everyarch/vitest-config': [join(project, 'src/vitest-config.ts')],
        'vitest/config': [join(project, 'node_modules/vitest/dist/config.d.ts')],
      },
    },
    include: [folder.path],
  }
  await writeFile(join(folder.path, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(project, 'node_modules/.bin/tsc')
  const { exitCode, stdout } = await runProcess(tsc, ['-p', folder.path], { timeoutMs: 60_000 })
  expect(stdout).toBe('')
  expect(exitCode).toBe(0)
})

it('the page of suites shows a file of container-structure-test that is read', async () => {
  const [text = ''] = blocks('yaml')
  const { commands, existence, contents, metadata } = await parseStructureFile(text, 'docs/suites.md')
  expect([commands.length, existence.length, contents.length, metadata?.exposedPorts]).toEqual([1, 1, 1, ['9000']])
})
