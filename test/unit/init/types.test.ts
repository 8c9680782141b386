import { expect, it } from 'vitest'
import { typeCheck } from '../../support/type-check.ts'
import { planFolder, textOf } from './starter-folder.ts'

const healthcheck = 'HEALTHCHECK CMD curl -f http://localhost:8080/health\n'
const build = { context: '.', args: { A: '1', B: "it's" }, target: 'run' }
const folders = {
  plain: { Dockerfile: 'FROM a\n' },
  guessed: { Dockerfile: 'FROM a\nEXPOSE 8080\n' },
  checked: { Dockerfile: `FROM a\nEXPOSE 8080\n${healthcheck}` },
  composed: {
    Dockerfile: 'FROM a AS run\nEXPOSE 8080\n',
    'compose.yaml': JSON.stringify({ services: { web: { build, environment: { A: '1' } } } }),
  },
}

it('configurations and suites that are written compile', async () => {
  const files: Record<string, string> = {}
  for (const [name, content] of Object.entries(folders)) {
    const starter = await planFolder(content)
    files[`${name}/everyarch.config.ts`] = textOf(starter, 'config')
    files[`${name}/image.test.ts`] = textOf(starter, 'suite')
  }
  expect(await typeCheck(files)).toBe('')
  const wrong = files['plain/everyarch.config.ts']?.replace("build: '.'", 'buidl: 1') ?? ''
  expect(await typeCheck({ 'everyarch.config.ts': wrong })).toContain("'buidl' does not exist")
})
