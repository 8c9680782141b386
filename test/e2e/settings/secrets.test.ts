import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findLeftovers, removeImages } from '../../support/engine.ts'
import { runEveryarch } from '../../support/everyarch.ts'
import { pushTellingImage } from './telling-image.ts'

const secret = `s3cr$t "with" \\ quotes`

it('a secret reaches the application, and nothing that is shown or kept', async () => {
  const { reference, repository } = await pushTellingImage()
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-secrets-'))
  const files = { json: join(folder.path, 'report.json'), markdown: join(folder.path, 'report.md') }
  const script = 'echo "${#TOKEN} characters: $TOKEN"; echo "fatal: bad token <$TOKEN>" >&2; exit 3'
  const reporters = Object.entries(files).flatMap(([name, file]) => ['--reporter', `${name}=${file}`])
  const flags = ['--output', join(folder.path, 'output'), '--debug', '--expect', 'exit:0', ...reporters]
  const run = ['verify', reference, '--secret-env', 'TOKEN', ...flags, '--', script]
  const result = await runEveryarch(run, { env: { TOKEN: secret } })
  expect(result.exitCode, result.stderr).toBe(1)

  const names = await readdir(folder.path, { recursive: true, withFileTypes: true })
  const kept = await Promise.all(
    names.filter((entry) => entry.isFile()).map(async (entry) => readFile(join(entry.parentPath, entry.name), 'utf8')),
  )
  expect(kept.length).toBeGreaterThanOrEqual(8)
  const everything = [result.stdout, result.stderr, ...kept].join('\n')
  expect(everything).toContain(`${secret.length} characters: ***`)
  expect(everything).toContain('fatal: bad token <***>')
  expect(everything).not.toMatch(/s3cr\$t/)
  expect(result.stdout + result.stderr).toContain('fatal: bad token <***>')
  expect(await findLeftovers(result.pid)).toEqual([])
  await removeImages(repository)
})

it.each([
  ['is not set', ['--secret-env', 'TOKEN_THAT_IS_NOT_SET'], 'TOKEN_THAT_IS_NOT_SET is not set here'],
  ['is given with its value', ['--secret-env', 'TOKEN=hunter22'], '"TOKEN" is given with a value'],
  ['is short enough to be anywhere', ['--secret-env', 'SHORT'], 'the value of SHORT is too short'],
  [
    'is given a second time in the open',
    ['--secret-env', 'TOKEN', '--env', 'TOKEN=x'],
    'TOKEN is given by --env and by --secret-env',
  ],
])('a secret that %s is refused, and not repeated', async (_, flags, message) => {
  const result = await runEveryarch(['verify', 'app:1', ...flags], { env: { TOKEN: 'hunter22', SHORT: 'q7' } })
  expect(result.exitCode).toBe(2)
  expect(result.stderr).toContain(message)
  expect(result.stdout + result.stderr).not.toMatch(/hunter22|q7/)
})
