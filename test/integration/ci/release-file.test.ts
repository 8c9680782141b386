import { readFileSync } from 'node:fs'
import { mkdir, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseCommandLine } from '../../../src/config/command-line.ts'
import { readEnvironment } from '../../../src/config/environment.ts'
import { resolveConfig } from '../../../src/config/resolve.ts'
import { splitShellWords } from '../../../src/config/shell-words.ts'
import { runProcess } from '../../support/run-process.ts'
import { findWorkflowErrors } from '../../support/workflow/find-errors.ts'
import { readWorkflow } from '../../support/workflow/workflow-file.ts'

const project = new URL('../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, project), 'utf8')
const text = read('.github/workflows/release.yml')
const { jobs } = readWorkflow(text)
const steps = Object.values(jobs).flatMap((job) => job.steps)
const actionsOf = (workflow: string) => [...workflow.matchAll(/uses: (\S+)/g)].map(([, action = '']) => action)

/** Runs a step's shell in a folder with these files. */
async function runStep(id: string, tag: string, files: Readonly<Record<string, string>>) {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-release-'))
  await mkdir(join(folder.path, 'release'))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder.path, name), content)
  const script = steps.find((step) => step.id === id)?.run ?? 'exit 99'
  const { exitCode, stdout } = await runProcess('bash', ['-eo', 'pipefail', '-c', script], {
    cwd: folder.path,
    env: { ...process.env, GITHUB_REF_NAME: tag },
  })
  const readOr = (name: string) => readFile(join(folder.path, 'release', name), 'utf8').catch(() => '')
  return { exitCode, stdout, notes: await readOr('notes.md'), sums: await readOr('SHA256SUMS') }
}

describe('the release workflow', () => {
  it('is one by the word of GitHub', async () => {
    expect(await findWorkflowErrors(text)).toEqual([])
    expect(await findWorkflowErrors(text.replace('needs: package', 'needs: packages'))).not.toEqual([])
  })

  it('puts no expression into a shell, and keeps no secret', () => {
    const shells = steps.flatMap(({ run }) => run ?? [])
    expect(shells.length).toBeGreaterThan(6)
    for (const run of shells) expect(run).not.toContain('${{')
    expect(text).not.toContain('secrets.')
  })

  it('uses the actions of the other workflow, in its versions', () => {
    const known = new Set(actionsOf(read('.github/workflows/publish.yml')))
    expect(actionsOf(text).filter((action) => !known.has(action))).toEqual([])
  })

  it('gives each job no more than it needs', () => {
    expect(parse(text)).toMatchObject({ permissions: {} })
    expect(Object.entries(jobs).map(([name, { permissions }]) => [name, permissions])).toEqual([
      ['package', { contents: 'read' }],
      ['image', { contents: 'read', packages: 'write' }],
      ['npm', { contents: 'read', 'id-token': 'write' }],
      ['release', { contents: 'write' }],
    ])
  })

  it('publishes with provenance, and only after the tests and the image', () => {
    expect(jobs['package']?.steps.map(({ run }) => run)).toEqual(expect.arrayContaining(['npm ci', 'npm test']))
    expect(jobs['image']?.needs).toBe('package')
    expect(jobs['npm']?.needs).toEqual(['package', 'image'])
    expect(jobs['npm']?.steps.at(-1)?.run).toContain('npm publish')
    expect(jobs['npm']?.steps.at(-1)?.run).toContain('--provenance')
  })

  it('verifies and publishes its image by a command that is understood', async () => {
    const script = jobs['image']?.steps.flatMap(({ run }) => run ?? []).join('\n') ?? ''
    const words = splitShellWords(script.replaceAll(/\\\n\s*/g, '').split('-- everyarch ')[1] ?? '')
    const argv = words.map((word) => word.replace('$tags', 'example.com/app:1,example.com/app:latest'))
    const commandLine = { ...parseCommandLine(argv), verb: 'verify' } as const
    const config = await resolveConfig({ commandLine, environment: readEnvironment({}), cwd: tmpdir() })
    expect(config).toMatchObject({ publishes: true, build: { source: { kind: 'context' } }, command: ['--help'] })
    expect([config.required, config.platforms, config.tags].map((list) => list.length)).toEqual([2, 2, 2])
  })
})

describe('a release', () => {
  const changelog =
    '# Changelog\n\n## Unreleased\n\n- new\n\n## 1.4.0 — 2026-11-22\n\n- `a`\n- b\n\n## 1.4.0-rc.1\n\n- c\n'

  it('tells what the changelog says of its version', async () => {
    const files = { 'CHANGELOG.md': changelog }
    expect(await runStep('notes', 'v1.4.0', files)).toMatchObject({ exitCode: 0, notes: '\n- `a`\n- b\n\n' })
    expect(await runStep('notes', 'v1.4.0-rc.1', files)).toMatchObject({ exitCode: 0, notes: '\n- c\n' })
    expect(await runStep('notes', 'v1.4', files)).toMatchObject({
      exitCode: 1,
      stdout: '::error::CHANGELOG.md says nothing of 1.4\n',
    })
  })

  it('is of the version that the package has', async () => {
    const files = { 'package.json': JSON.stringify({ version: '1.4.0' }) }
    expect(await runStep('version', 'v1.4.0', files)).toMatchObject({ exitCode: 0 })
    expect(await runStep('version', 'v1.4.1', files)).toMatchObject({
      exitCode: 1,
      stdout: '::error::the tag is v1.4.1, and package.json says 1.4.0\n',
    })
  })

  it('has checksums of what it holds', async () => {
    const files = { 'release/everyarch-1.4.0.tgz': 'package', 'release/image.json': '{}' }
    const { sums } = await runStep('checksums', 'v1.4.0', files)
    expect(sums).toMatch(/^[a-f0-9]{64} {2}everyarch-1\.4\.0\.tgz\n[a-f0-9]{64} {2}image\.json\n$/)
  })
})
