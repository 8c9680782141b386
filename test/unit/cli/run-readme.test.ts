import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runReadme } from '../../../src/cli/run-readme.ts'
import { parseCommandLine } from '../../../src/config/command-line.ts'
import { readEnvironment } from '../../../src/config/environment.ts'
import { resolveConfig } from '../../../src/config/resolve.ts'
import { formatJson } from '../../../src/report/format-json.ts'
import { plain, mixedReport, passedReport } from '../reporters/sample-report.ts'

const environment = readEnvironment({})

function createFolder(readme?: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'everyarch-readme-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'report.json'), formatJson(passedReport))
  writeFileSync(join(folder, 'failed.json'), formatJson(mixedReport))
  if (readme !== undefined) writeFileSync(join(folder, 'README.md'), readme)
  return folder
}

async function run(folder: string, ...flags: readonly string[]) {
  const at = (name: string): string => join(folder, name)
  const argv = ['readme', '--report', at('report.json'), '--into', at('README.md'), ...flags]
  const commandLine = { ...parseCommandLine(argv), verb: 'readme' } as const
  const config = await resolveConfig({ commandLine, environment, cwd: folder })
  const context = { environment, signal: new AbortController().signal, onEvent: () => undefined }
  const { exitCode, render, document } = await runReadme(config, context)
  return { exitCode, document, text: render(plain).join('\n').replaceAll(folder, 'FOLDER') }
}

const empty = '# App\n\n<!-- everyarch:begin -->\n<!-- everyarch:end -->\n\nMore.\n'

describe('everyarch readme', () => {
  it('prints the table, with no file', async () => {
    const { exitCode, text } = await run(createFolder())
    expect(exitCode).toBe(0)
    expect(text).toMatch(/^\| Platform .*\n\| -+ .*\n\| `linux\/amd64` .*natively/)
  })

  it('writes it once, and finds it up to date then', async () => {
    const folder = createFolder(empty)
    const path = join(folder, 'README.md')
    expect(await run(folder, '--check')).toMatchObject({ exitCode: 1 })
    expect(readFileSync(path, 'utf8')).toBe(empty)
    expect((await run(folder, '--write')).text).toBe('FOLDER/README.md is written')
    const written = readFileSync(path, 'utf8')
    expect(written).toMatch(
      /^# App\n\n<!-- everyarch:begin -->\n\n\| Platform [\s\S]*\|\n\n<!-- everyarch:end -->\n\nMore\.\n$/,
    )
    expect(await run(folder, '--check')).toMatchObject({ exitCode: 0, text: 'FOLDER/README.md is up to date' })
    expect((await run(folder, '--write')).text).toBe('FOLDER/README.md says so already')
    expect(readFileSync(path, 'utf8')).toBe(written)
  })

  it('shows what is stale', async () => {
    const folder = createFolder(empty)
    await run(folder, '--write')
    const path = join(folder, 'README.md')
    writeFileSync(path, readFileSync(path, 'utf8').replace('qemu-aarch64', 'qemu-\u001b[31m'))
    const { exitCode, text, document } = await run(folder, '--check')
    expect(exitCode).toBe(1)
    expect(text).toMatchInlineSnapshot(`
      "error readme/out-of-date
        FOLDER/README.md says something else than what was proven
          | Platform       | Status   | Verified                 |
          | -------------- | -------- | ------------------------ |
          | \`linux/amd64\`  | ✅ works | natively                 |
        - | \`linux/arm64\`  | ✅ works | emulated by qemu-\\x1b[31m |
        + | \`linux/arm64\`  | ✅ works | emulated by qemu-aarch64 |
          | \`linux/arm/v7\` | ✅ works | emulated by qemu-arm     |
        hint: write it with everyarch readme --write"
    `)
    expect(document).toMatchObject({ isCurrent: false, findings: [{ code: 'readme/out-of-date', severity: 'error' }] })
  })

  it('takes a table that a formatter aligned otherwise for the same', async () => {
    const folder = createFolder(empty)
    await run(folder, '--write')
    const path = join(folder, 'README.md')
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/ +\|/g, ' |').replaceAll(/-{3,}/g, '---'))
    expect(await run(folder, '--check')).toMatchObject({ exitCode: 0 })
  })

  it('says of an image that failed what is so, and is up to date with it', async () => {
    const folder = createFolder(empty)
    const failed = ['--report', join(folder, 'failed.json')]
    await expect(run(folder, ...failed, '--write')).resolves.toMatchObject({ exitCode: 0 })
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain('❌ broken')
    await expect(run(folder, ...failed, '--check')).resolves.toMatchObject({ exitCode: 0 })
  })

  it.each([
    ['no markers', '# App\n', 'it has no markers'],
    ['no text in UTF-8', new Uint8Array([0x23, 0xff, 0xfe]), 'it is no text in UTF-8'],
    ['markers in code alone', '```\n<!-- everyarch:begin -->\n<!-- everyarch:end -->\n```\n', 'only within code'],
  ])('refuses a file with %s', async (_, readme, message) => {
    await expect(run(createFolder(readme), '--write')).rejects.toMatchObject({
      code: 'readme-invalid',
      message: expect.stringContaining(message),
    })
  })

  it('refuses a file that is not there, and a folder', async () => {
    await expect(run(createFolder(), '--check')).rejects.toMatchObject({ code: 'readme-invalid' })
    const folder = createFolder()
    mkdirSync(join(folder, 'README.md'))
    await expect(run(folder, '--write')).rejects.toMatchObject({ code: 'readme-invalid' })
  })

  it('writes nothing of a report without platforms', async () => {
    const folder = createFolder(empty)
    writeFileSync(
      join(folder, 'report.json'),
      formatJson({ ...passedReport, verdict: 'unverified', exitCode: 3, platforms: [] }),
    )
    await expect(run(folder, '--write')).rejects.toMatchObject({ code: 'report-invalid' })
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(empty)
  })

  it.each([
    [['--write', '--check'], '--write and --check contradict each other'],
    [['app:1'], 'an image and --report contradict each other'],
    [['--columns', 'platform,colour'], '"colour" is not a column'],
    [['--columns', 'size,size'], 'is not a list of columns'],
    [['--words', 'passt=x'], '"passt" is not a word of the table'],
    [['--words', 'passed=a\nb'], 'is not a line'],
    [['--reporter', 'json'], '--reporter is no flag of everyarch readme'],
  ])('refuses %j', async (flags, message) => {
    await expect(run(createFolder(empty), ...flags)).rejects.toThrow(message)
  })
})
