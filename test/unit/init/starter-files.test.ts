import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseCommandLine } from '../../../src/config/command-line.ts'
import { readEnvironment } from '../../../src/config/environment.ts'
import { resolveConfig } from '../../../src/config/resolve.ts'
import { parseStructureFile } from '../../../src/run/structure-file.ts'
import { findWorkflowErrors } from '../../support/workflow/find-errors.ts'
import { planFolder, settingsOf, starterFolder, textOf } from './starter-folder.ts'

const web = 'FROM a\nEXPOSE 8080\n'
const hostile = `a'b\\c"d\u2028e\n*/ \${{ x }} \u202e`

function paths({ files }: Awaited<ReturnType<typeof planFolder>>): readonly string[] {
  return files.map(({ path }) => path)
}

/** The settings that everyarch verify finds in a folder with this configuration. */
async function readBack(name: string, text: string) {
  // The tests' own loader does not know what Node's does: the package by its name.
  const script = text.replace(/^import .*$/m, 'const defineConfig = <T>(config: T) => config')
  const cwd = await starterFolder({
    [name]: name.endsWith('.mjs') ? script.replace('<T>(config: T)', '(config)') : script,
  })
  const commandLine = { ...parseCommandLine(['verify']), verb: 'verify' } as const
  return resolveConfig({ commandLine, environment: readEnvironment({}), cwd })
}

describe('the form of the files', () => {
  it.each([
    ['no package', {}, 'everyarch.config.ts', 'checks/image.test.ts'],
    ['TypeScript', { devDependencies: { typescript: '1' } }, 'everyarch.config.ts', 'checks/image.test.ts'],
    [
      'CommonJS with TypeScript',
      { type: 'commonjs', devDependencies: { typescript: '1' } },
      'everyarch.config.mts',
      'checks/image.test.ts',
    ],
    ['JavaScript', { name: 'a' }, 'everyarch.config.mjs', 'checks/image.test.mjs'],
    ['vitest', { devDependencies: { typescript: '1', vitest: '1' } }, 'everyarch.config.ts', 'checks/image.check.ts'],
  ])('is that of the folder: %s', async (name, manifest, config, suite) => {
    const own = name === 'no package' ? {} : { 'package.json': JSON.stringify(manifest) }
    const starter = await planFolder({ Dockerfile: web, ...own })
    expect(paths(starter)).toEqual([config, suite, '.github/workflows/everyarch.yml'])
    expect(settingsOf(starter)['suite']).toBe(`./${suite}`)
    expect((await readBack(config, textOf(starter, 'config'))).suites).toEqual([`./${suite}`])
  })

  it('without code is JSON, with checks in YAML', async () => {
    const starter = await planFolder({ Dockerfile: web }, { format: 'json' })
    expect(paths(starter).slice(0, 2)).toEqual(['everyarch.config.json', 'checks/image.yaml'])
    const { metadata } = await parseStructureFile(textOf(starter, 'suite'), 'checks/image.yaml')
    expect(metadata?.exposedPorts).toEqual(['8080'])
    const config = await readBack('everyarch.config.json', textOf(starter, 'config'))
    expect([config.build?.source, config.http?.[0]?.port]).toEqual([{ kind: 'context', context: '.' }, 8080])
    const asksNothing = await planFolder({ Dockerfile: 'FROM a\n' }, { format: 'json' })
    expect(paths(asksNothing)).not.toContain('checks/image.yaml')
    expect(settingsOf(asksNothing)).not.toHaveProperty('suite')
  })

  it('leaves a configuration that is there the only one, and other checks alone', async () => {
    const files = { Dockerfile: web, 'everyarch.config.js': 'export default {}', 'checks/mine.test.ts': '' }
    const starter = await planFolder(files, { format: 'ts' })
    expect(paths(starter)).toEqual(['checks/everyarch/image.test.ts', '.github/workflows/everyarch.yml'])
    expect(starter.notes).toContain('everyarch.config.js is there already, and stays the configuration')
  })
})

describe('what a folder says, in files that are written', () => {
  const service = { build: { context: '.', args: { A: hostile.replaceAll('$', '') } }, environment: { B: '1' } }
  const files = { Dockerfile: web, 'compose.yaml': JSON.stringify({ services: { [hostile]: service } }) }

  it.each(['ts', 'mjs', 'json'] as const)('is text and nothing else, in %s', async (format) => {
    const starter = await planFolder(files, { format })
    const name = `everyarch.config.${format}`
    expect(await readBack(name, textOf(starter, 'config'))).toMatchObject({
      service: hostile,
      build: { buildArgs: [`A=${hostile.replaceAll('$', '')}`] },
    })
  })
})

describe('the workflow', () => {
  it('is one by the word of GitHub, of the branch that is known', async () => {
    const head = { '.git/HEAD': '', '.git/refs/remotes/origin/HEAD': 'ref: refs/remotes/origin/trunk\n' }
    const text = textOf(await planFolder({ Dockerfile: web, ...head }), 'ci')
    expect(await findWorkflowErrors(text)).toEqual([])
    expect(parse(text)).toMatchObject({ on: { push: { branches: ['trunk'] } } })
    expect(text).toContain('npx --yes everyarch@1.2.3 verify --reporter github')
    expect(await findWorkflowErrors(text.replace('runs-on', 'runs-at'))).not.toEqual([])
  })

  it('of a part of a repository stands where GitHub looks, and works in that part', async () => {
    const within = "services/it's"
    const starter = await planFolder({ '.git/HEAD': '', [`${within}/Dockerfile`]: web }, { within })
    expect(paths(starter)).toContain('../../.github/workflows/everyarch-it-s.yml')
    const text = textOf(starter, 'ci')
    expect(await findWorkflowErrors(text)).toEqual([])
    expect(parse(text)).toMatchObject({ defaults: { run: { 'working-directory': within } } })
  })

  it('checks the table of a README that has a place for it', async () => {
    const readme = { 'README.md': '<!-- everyarch:begin -->\n<!-- everyarch:end -->\n' }
    const text = textOf(await planFolder({ Dockerfile: web, ...readme }), 'ci')
    expect(await findWorkflowErrors(text)).toEqual([])
    const [, line = ''] = /run: npx --yes everyarch@\S+ (readme .*)/.exec(text) ?? []
    expect(parseCommandLine(line.replaceAll("'", '').split(' ')).verb).toBe('readme')
  })

  it('is not written twice, nor where it is not wanted', async () => {
    const other = { '.github/workflows/ci.yml': 'jobs: { a: { steps: [{ run: npx everyarch verify }] } }' }
    const starter = await planFolder({ Dockerfile: web, ...other })
    expect(starter.files.map(({ purpose }) => purpose)).toEqual(['config', 'suite'])
    expect(starter.notes).toContain('no CI is written: .github/workflows/ci.yml runs everyarch already')
    const none = await planFolder({ Dockerfile: web }, { ci: 'none' })
    expect(none.files.map(({ purpose }) => purpose)).toEqual(['config', 'suite'])
  })
})

describe('the pipeline', () => {
  const git = { '.git/config': '[remote "origin"]\n\turl = git@gitlab.com:acme/app.git\n', Dockerfile: web }

  it('is the one of a repository that has none', async () => {
    const starter = await planFolder(git)
    expect(paths(starter)).toContain('.gitlab-ci.yml')
    expect(parse(textOf(starter, 'ci'))).toMatchObject({ everyarch: { stage: 'test' } })
  })

  it('stands beside the one that is there, in a stage that it has', async () => {
    const starter = await planFolder({ ...git, '.gitlab-ci.yml': 'stages: [build, prove]\n' })
    expect(paths(starter)).toContain(join('.gitlab/everyarch.yml'))
    expect(parse(textOf(starter, 'ci'))).toMatchObject({ everyarch: { stage: 'prove' } })
    expect(starter.notes).toContain('add to .gitlab-ci.yml: include: [{ local: .gitlab/everyarch.yml }]')
  })
})
