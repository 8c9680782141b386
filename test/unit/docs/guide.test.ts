import { cp, mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runInit } from '../../../src/cli/run-init.ts'
import { parseCommandLine } from '../../../src/config/command-line.ts'
import { readEnvironment } from '../../../src/config/environment.ts'
import { resolveConfig } from '../../../src/config/resolve.ts'
import { blocks, project } from './documents.ts'

it('the guide shows what everyarch init says of the Flask example', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-guide-'))
  for (const name of ['Dockerfile', 'app.py']) await cp(join(project, 'examples/flask', name), join(folder.path, name))
  const environment = readEnvironment({})
  const commandLine = { ...parseCommandLine(['init', folder.path]), verb: 'init' } as const
  const config = await resolveConfig({ commandLine, environment, cwd: folder.path })
  const context = { environment, signal: new AbortController().signal, onEvent: () => undefined }
  const { render } = await runInit(config, context)
  const said = render({ color: false, unicode: true, columns: 100 }).join('\n').replace(`cd ${folder.path} && `, '')
  const [shown] = blocks.filter(
    ({ page, text }) => page === 'docs/guide.md' && text.startsWith('$ npx everyarch init\n'),
  )
  expect(shown?.text).toBe(`$ npx everyarch init\n${said}\n`)
})
