import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installPackage, packPackage, userEnvironment, type PackedPackage } from './packed-package.ts'

const run = promisify(execFile)
const bin = (path: string): string => fileURLToPath(new URL(`../../../node_modules/.bin/${path}`, import.meta.url))

let folder: string
let packed: PackedPackage
let project: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'everyarch-pack-'))
  packed = await packPackage(folder)
  project = await installPackage(folder, packed.tarball)
}, 120_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the packed package', () => {
  it('holds the built package and what users read, and nothing else', () => {
    const expected =
      /^(dist\/(src|reporters)\/.+(?<!\.test)\.(js|d\.ts)|dist\/suites\/.+\.(js|d\.ts)|docs\/.+|examples\/.+|scripts\/(build-example|engine(\.d\/.+)?)|(README|LICENSE|CHANGELOG)(\.md)?|action\.yml|scripts\/action\/[\w-]+\.mjs|package\.json)$/
    expect(packed.files.map((file) => file.path).filter((path) => !expected.test(path))).toEqual([])
  })

  it('holds the licence, the read-me and the action', () => {
    const paths = packed.files.map((file) => file.path)
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'action.yml', 'scripts/action/main.mjs']))
  })

  it('is small', () => {
    expect(packed.unpackedBytes).toBeLessThan(5_000_000)
  })

  it('holds a command that can be executed', () => {
    const command = packed.files.find((file) => file.path === 'dist/src/cli/main.js')
    expect(command?.mode).toBe(0o755)
  })

  it('is well formed for bundlers, Node and TypeScript', async () => {
    const { messages } = await publint({ pkgDir: join(project, 'node_modules/everyarch'), strict: true })
    // The condition for a checkout is not for users: its sources are not published.
    const concerns = messages.filter((message) => !message.path.includes('everyarch-source'))
    expect(concerns).toEqual([])
  })
})

describe('the installed package', () => {
  it.each(['everyarch', 'everyarch/config', 'everyarch/vitest-config'])('is imported as %s', async (entry) => {
    const script = `console.log(Object.keys(await import('${entry}')).length)`
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: project,
      env: userEnvironment(),
    })
    expect(Number(stdout)).toBeGreaterThan(0)
  })

  it("gives suites of users its fixtures, with the project's own vitest", async () => {
    await writeFile(
      join(project, 'own.test.ts'),
      `import { expect, test } from 'everyarch/vitest'
       test('shares one copy of vitest', () => expect(expect.getState().currentTestName).toContain('one copy'))`,
    )
    const vitest = join(project, 'node_modules/.bin/vitest')
    const output = join(project, 'own.json')
    await run(vitest, ['run', '--reporter=json', `--outputFile=${output}`], { cwd: project, env: userEnvironment() })
    const results: unknown = JSON.parse(await readFile(output, 'utf8'))
    expect(results).toMatchObject({ success: true, numPassedTests: 1 })
  })

  it('has types that a strict project can use, and that say what the sources say', async () => {
    const config = {
      module: 'nodenext',
      target: 'es2024',
      strict: true,
      noEmit: true,
      types: ['node'],
      skipLibCheck: true,
    }
    const files = ['library.ts', 'suite.ts']
    for (const file of files) await copyFile(new URL(`types/${file}`, import.meta.url), join(project, file))
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: config, files }))
    const compile = () => run(bin('tsc'), ['-p', project], { cwd: project }).catch((error: unknown) => error)
    expect(await compile()).toMatchObject({ stdout: '' })
    await writeFile(join(project, 'library.ts'), "import { verify } from 'everyarch'\nverify({ http: {} }).platforms")
    expect(await compile()).toMatchObject({ stdout: expect.stringContaining("Property 'platforms' does not exist") })
  })

  it('says its version', async () => {
    const { stdout } = await run(join(project, 'node_modules/.bin/everyarch'), ['--version'], {
      env: userEnvironment(),
    })
    expect(stdout.trim()).toBe(packed.version)
  })

  it('explains itself', async () => {
    const { stdout, stderr } = await run(join(project, 'node_modules/.bin/everyarch'), ['--help'], {
      env: userEnvironment(),
    })
    expect(stdout).toContain('everyarch verify')
    expect(stderr).toBe('')
  })

  it('runs no code of its own when it is installed', async () => {
    const manifest: unknown = JSON.parse(await readFile(join(project, 'node_modules/everyarch/package.json'), 'utf8'))
    expect(Object.keys(Object(Object(manifest).scripts))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(pre|post)?install$|^prepare$/)]),
    )
  })
})
