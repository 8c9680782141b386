import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../../src/errors.ts'
import { runEveryarch } from '../../support/everyarch.ts'
import { expectProblem } from './problem.ts'

/** Nothing may be asked of it: what is wrong with a request is known without the network. */
const image = 'registry.invalid/app:1'

interface Row {
  readonly args: readonly string[]
  readonly code?: ErrorCode
  readonly says: RegExp
  readonly hints: RegExp
}

const reference = 'reference-invalid'
const rows: readonly Row[] = [
  {
    args: ['verify', 'a b'],
    code: reference,
    says: /"a b" is not an image reference: .*white space/,
    hints: /repository/,
  },
  { args: ['verify', 'app:1:2'], code: reference, says: /"1:2" is not a tag/, hints: /a tag is/ },
  { args: ['verify', 'app@sha256:12'], code: reference, says: /"sha256:12" is not a digest/, hints: /64 hex/ },
  { args: ['verify', 'Alpine'], code: reference, says: /lower case/, hints: /write "alpine"/ },
  { args: ['verify', 'https://ghcr.io/acme/app'], code: reference, says: /it is a URL/, hints: /leave out https/ },
  { args: ['inspect', 'app:'], code: reference, says: /nothing after the colon/, hints: /name a tag/ },
  { args: ['verify', ''], says: /IMAGE: "" .*empty/, hints: /variable of the shell/ },
  { args: ['verify'], says: /verify needs an image/, hints: /everyarch verify IMAGE/ },
  { args: ['plan', image, image], says: /plan takes one image/, hints: /verify/ },
  { args: ['doctor', image], says: /doctor takes no image/, hints: /doctor --help/ },
  { args: ['verfy', image], says: /no command "verfy"/, hints: /did you mean everyarch verify\?/ },
  {
    args: ['verify', image, '--platfrom', 'linux/arm64'],
    says: /no flag --platfrom/,
    hints: /did you mean --platform\?/,
  },
  { args: ['verify', image, '--frobnicate'], says: /no flag --frobnicate/, hints: /everyarch verify --help/ },
  {
    args: ['platforms', image, '--http', '80'],
    says: /--http is no flag of everyarch platforms/,
    hints: /everyarch verify\b.* it\b/,
  },
  { args: ['verify', image, '--http'], says: /--http needs a value/, hints: /--http VALUE/ },
  {
    args: ['verify', image, '--platform', 'linux/arm46'],
    code: 'platform-invalid',
    says: /--platform: "linux\/arm46" is not a platform: there is no architecture "arm46"/,
    hints: /did you mean linux\/arm64\?/,
  },
  {
    args: ['inspect', image, '--require', 'linux/arm/v9'],
    code: 'platform-invalid',
    says: /--require: .*arm has no variant "v9"/,
    hints: /linux\/arm\/v7/,
  },
  {
    args: ['verify', image, '--http', 'web'],
    says: /"web" is not a port/,
    hints: /5000\/path/,
  },
  { args: ['verify', image, '--deadline', '0'], says: /too short/, hints: /500ms, 20s/ },
  {
    args: ['verify', image, '--reporter', 'xml'],
    says: /no.* reporter/,
    hints: /json, markdown/,
  },
  {
    args: ['verify', image, '--config', 'none.ts'],
    code: 'config-invalid',
    says: /no configuration file "none.ts"/,
    hints: /\.json/,
  },
]

describe('a request that is wrong ends with 2 before anything is done', () => {
  it.each(rows.map((row) => ({ ...row, line: row.args.join(' ') })))(
    'everyarch $line',
    async ({ args, code = 'usage-invalid', says, hints }) => {
      const result = await runEveryarch([...args, '--json'])
      const report = expectProblem(result, { exitCode: 2, code, says, hints })
      expect(report).toMatchObject({ verdict: null, platforms: [] })
    },
  )

  it('tells all that is wrong with the settings at once', async () => {
    const flags = ['--platform', 'x86', '--jobs', '0', '--http', '99999', '--timeout', '5x']
    const { exitCode, stdout, stderr } = await runEveryarch(['verify', image, ...flags])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    // Long lines go on in the next, further in.
    expect(stderr).toMatch(
      /^error: 4 settings are wrong\n(?: {2}--(?:platform|jobs|http|timeout): .*\n(?: {4}.*\n)*){4} {2}hint: /,
    )
  })

  it('names the command it was, where it cannot be read', async () => {
    const result = await runEveryarch(['--json', 'inspect', image, '--nope'])
    const problem = { code: 'usage-invalid', says: /no flag --nope/, hints: /inspect --help/ } as const
    expect(expectProblem(result, { exitCode: 2, ...problem }).command).toBe('inspect')
  })
})

const files: readonly (readonly [string, string, RegExp])[] = [
  [
    'everyarch.config.json',
    '{ "platfrom": "linux/amd64", "jobs": "many" }',
    /2 settings .*platfrom: .*did you mean platform\?.*jobs: /s,
  ],
  ['everyarch.config.json', '{ nope', /everyarch\.config\.json cannot be read as JSON.*hint: /s],
  ['everyarch.config.ts', 'export default {', /everyarch\.config\.ts cannot be loaded.*hint: correct the syntax/s],
  ['everyarch.config.mjs', 'throw new Error("boom")', /everyarch\.config\.mjs cannot be loaded.*boom.*hint: /s],
  ['everyarch.config.json', '[]', /everyarch\.config\.json.*hint: /s],
]

it.each(files)('%s with %s ends with 2 and says what is wrong', async (name, text, says) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-config-'))
  await writeFile(join(folder.path, name), text)
  const { exitCode, stdout, stderr } = await runEveryarch(['verify', image], { cwd: folder.path })
  expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr.match(/^error: /gm)).toHaveLength(1)
  expect(stderr).toMatch(says)
})
