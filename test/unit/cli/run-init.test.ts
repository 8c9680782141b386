import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runInit } from '../../../src/cli/run-init.ts'
import { parseCommandLine } from '../../../src/config/command-line.ts'
import { readEnvironment } from '../../../src/config/environment.ts'
import { resolveConfig } from '../../../src/config/resolve.ts'
import { plain } from '../reporters/sample-report.ts'

const environment = readEnvironment({})
const written = ['.github', 'Dockerfile', 'checks', 'everyarch.config.ts']

function createFolder(dockerfile = 'FROM a\nEXPOSE 8080\n'): string {
  const folder = mkdtempSync(join(tmpdir(), 'everyarch-init-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'Dockerfile'), dockerfile)
  return folder
}

async function run(folder: string, flags: readonly string[] = [], answer?: string) {
  const commandLine = { ...parseCommandLine(['init', folder, ...flags]), verb: 'init' } as const
  const config = await resolveConfig({ commandLine, environment, cwd: folder })
  const questions: string[] = []
  const ask = (question: string): Promise<string> => {
    questions.push(question)
    return Promise.resolve(answer ?? '')
  }
  const context = { environment, signal: new AbortController().signal, onEvent: () => undefined }
  const outcome = await runInit(config, answer === undefined ? context : { ...context, ask })
  const text = outcome.render(plain).join('\n').replaceAll(folder, 'FOLDER')
  return { ...outcome, text, questions, names: readdirSync(folder).toSorted() }
}

describe('everyarch init', () => {
  it('says what it found and chose, and writes it', async () => {
    const { exitCode, text, names } = await run(createFolder())
    expect([exitCode, names]).toEqual([0, written])
    expect(text).toContain('Dockerfile:2  exposes port 8080')
    expect(text).toContain('platform linux/amd64,linux/arm64\n    nothing here names platforms')
    expect(text).toContain('+ everyarch.config.ts')
    expect(text).toContain('Now: cd FOLDER && npx everyarch verify')
  })

  it('writes nothing for --dry-run, and shows all of it', async () => {
    const { document, names, text } = await run(createFolder(), ['--dry-run'])
    expect(names).toEqual(['Dockerfile'])
    expect(document).toMatchObject({ isWritten: false, files: [{ state: 'written' }, {}, {}] })
    expect(text).toContain("+   build: '.',")
    expect(text).toMatch(/nothing is written$/)
  })

  it('never writes over what says something else, but for --force, and shows the difference', async () => {
    const folder = createFolder()
    const path = join(folder, 'everyarch.config.ts')
    await run(folder)
    const first = readFileSync(path, 'utf8')
    expect((await run(folder)).document).toMatchObject({ files: [1, 2, 3].map(() => ({ state: 'unchanged' })) })
    writeFileSync(path, first.replace("build: '.'", "build: './app'"))
    const kept = await run(folder)
    expect(kept.document).toMatchObject({ files: [{ state: 'kept' }, { state: 'unchanged' }, {}] })
    expect(kept.text).toContain("-   build: './app',\n      +   build: '.',")
    expect(kept.text).toContain('--force writes over it')
    expect(readFileSync(path, 'utf8')).toContain('./app')
    const forced = await run(folder, ['--force'])
    expect(forced.document).toMatchObject({ files: [{ state: 'replaced' }, {}, {}] })
    expect(readFileSync(path, 'utf8')).toBe(first)
  })

  it('asks where somebody is there to answer, and only then', async () => {
    const folder = createFolder()
    const refused = await run(folder, [], 'n')
    expect([refused.questions.length, refused.names, refused.text]).toEqual([1, ['Dockerfile'], 'nothing is written'])
    expect(refused.questions[0]).toMatch(/everyarch\.config\.ts[\s\S]*Write these files\? \[Y\/n\] $/)
    for (const flags of [
      ['--yes', '--dry-run'],
      ['--json', '--dry-run'],
    ]) {
      expect((await run(folder, flags, 'n')).questions).toEqual([])
    }
    expect((await run(folder, ['--yes'], 'n')).names).toEqual(written)
    // Nothing would change: nothing is asked.
    expect((await run(folder, [], 'n')).questions).toEqual([])
    const agreed = await run(createFolder(), [], '')
    expect(agreed.names).toEqual(written)
    expect(agreed.text).toMatch(/^ {2}\+ everyarch\.config\.ts.*\n[\s\S]*\nNow: /)
  })

  it('does not mind a configuration that is broken, and leaves it', async () => {
    const folder = createFolder()
    writeFileSync(join(folder, 'everyarch.config.mjs'), 'throw new Error()')
    const { document, names } = await run(folder)
    expect(names).toEqual(['.github', 'Dockerfile', 'checks', 'everyarch.config.mjs'])
    expect(document).toMatchObject({ files: [{ path: 'everyarch.config.mjs', state: 'kept' }, {}, {}] })
  })
})

describe('a folder that everyarch init cannot begin', () => {
  const missing = (folder: string): string => join(folder, 'nowhere')
  const file = (folder: string): string => join(folder, 'Dockerfile')
  const empty = (folder: string): string => {
    mkdirSync(join(folder, 'empty'))
    return join(folder, 'empty')
  }

  it.each([
    ['is not there', missing, /^there is no folder "/, /name the folder that holds the Dockerfile/],
    ['is a file', file, /^this is no folder: "/, /name the folder/],
    ['has no Dockerfile', empty, /^there is no Dockerfile in "/, /everyarch verify IMAGE/],
  ])('%s', async (_, place, message, hint) => {
    const error = { code: 'usage-invalid', message: expect.stringMatching(message), hint: expect.stringMatching(hint) }
    await expect(run(place(createFolder()))).rejects.toMatchObject(error)
  })

  it('has something else for a Dockerfile', async () => {
    await expect(run(createFolder('hello\n'))).rejects.toMatchObject({
      message: '"Dockerfile" is no Dockerfile: no FROM is in it',
    })
    await expect(run(createFolder(), ['--file', 'other'])).rejects.toMatchObject({
      message: 'there is no Dockerfile "other"',
    })
  })

  it('cannot be written: the message says what was, and nothing is lost', async () => {
    const folder = createFolder()
    writeFileSync(join(folder, 'checks'), 'mine')
    await expect(run(folder)).rejects.toMatchObject({
      code: 'usage-invalid',
      message: '"checks/image.test.ts" cannot be written; everyarch.config.ts was written before',
      hint: 'see that you may write there; --dry-run prints what it would be',
    })
    expect(readFileSync(join(folder, 'checks'), 'utf8')).toBe('mine')
    const linked = createFolder()
    symlinkSync(join(linked, 'gone'), join(linked, 'everyarch.config.ts'))
    await expect(run(linked)).rejects.toMatchObject({ message: '"everyarch.config.ts" cannot be written' })
    const taken = createFolder()
    mkdirSync(join(taken, 'everyarch.config.ts'))
    await expect(run(taken)).rejects.toMatchObject({ message: '"everyarch.config.ts" is no file' })
  })

  it('is one of two', () => {
    expect(() => parseCommandLine(['init', 'a', 'b'])).toThrow('takes one folder, and was given 2')
  })
})
