import { existsSync, mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseCommandLine } from '../../../src/config/command-line.ts'
import { readEnvironment } from '../../../src/config/environment.ts'
import { listFlags } from '../../../src/config/flags.ts'
import { resolveConfig } from '../../../src/config/resolve.ts'
import { splitShellWords } from '../../../src/config/shell-words.ts'
import { imageCounts } from '../../../src/config/verb-name.ts'
import { isErrorCode } from '../../../src/errors.ts'
import { isFindingCode } from '../../../src/report/finding-codes.ts'
import { blocks, listInlineCode, listShellLines, pages, project } from './documents.ts'

const environment = readEnvironment({})
/** Without a configuration file. */
const emptyFolder = join(project, 'test/unit/docs')
const read = (path: string): string => readFileSync(join(project, path), 'utf8')
const ourCommand = /^(?:npx everyarch|npm run -s everyarch --|everyarch) (?=\S)/
const codes = pages.flatMap((page) => listInlineCode(page).map((code) => ({ page: page.path, code })))

/** The words after the program's name, without a comment; undefined for another program. */
function readOurWords(line: string): readonly string[] | undefined {
  if (!ourCommand.test(line)) return undefined
  return splitShellWords(line.replace(ourCommand, '').replace(/\s#\s.*$/, ''))
}

describe('the documentation', () => {
  const commands = [
    ...listShellLines(),
    ...codes.filter(({ code }) => /^(npx )?everyarch \w/.test(code)).map(({ page, code }) => ({ page, line: code })),
  ].flatMap(({ page, line }) => {
    const argv = readOurWords(line)
    return argv === undefined || argv.some((word) => /^\[|^COMMAND$|^\$[A-Z]+$/.test(word))
      ? []
      : [{ page, line, argv }]
  })

  it('shows commands of ours', () => {
    expect(commands.length).toBeGreaterThan(30)
  })

  it.each(commands)('$page shows a command that is understood: $line', async ({ argv }) => {
    const commandLine = parseCommandLine(argv)
    const { verb } = commandLine
    if (verb === undefined) throw new Error('it names no command')
    // A command that is only named has no image to go with it.
    if (argv.length > 1) {
      const config = await resolveConfig({ commandLine: { ...commandLine, verb }, environment, cwd: emptyFolder })
      const named =
        config.images.length +
        config.imageLists.length +
        (config.build === undefined ? 0 : 1) +
        config.reportFiles.length
      expect(named > 0 || imageCounts[verb] === 'none' || config.matrix).toBe(true)
    }
  })

  it('names flags that exist', () => {
    const scripts = ['scripts/bench', 'scripts/engine', 'scripts/build-example'].map(read).join('\n')
    const flags = codes.flatMap(({ page, code }) => {
      const name = /^--([a-z][\w-]*)/.exec(code)?.[1]
      return name === undefined ? [] : [{ page, name }]
    })
    const unknown = flags.filter(({ name }) => !listFlags().has(name) && !scripts.includes(`--${name} `))
    expect(unknown).toEqual([])
    expect(flags.length).toBeGreaterThan(30)
  })

  it('names finding codes and errors that exist', () => {
    const areas = 'index|registry|config|rootfs|parity|baseline|execution|run|suite|bench|readme'
    const findings = codes.filter(({ code }) => new RegExp(`^(${areas})/[a-z-]+$`).test(code))
    expect(findings.filter(({ code }) => !isFindingCode(code))).toEqual([])
    const errors = [...read('docs/verdicts.md').matchAll(/^\| `([\w-]+)` +\| +\d+ \|/gm)].flatMap(
      ([, name]) => name ?? [],
    )
    expect(errors.filter((name) => !isErrorCode(name))).toEqual([])
    expect([findings.length > 30, errors.length > 20]).toEqual([true, true])
  })

  it('names scripts of this package that exist', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'))
    const text = [...listShellLines().map(({ line }) => line), ...codes.map(({ code }) => code)].join('\n')
    const named = [...text.matchAll(/^npm run (?:-s )?([\w:-]+)/gm)].flatMap(([, name]) => name ?? [])
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([])
    expect(named).toEqual(expect.arrayContaining(['demo', 'bench', 'everyarch']))
  })

  it('links to files and headings that exist', () => {
    const links = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].map(([, file = '', heading]) => ({
        path,
        target: file === '' ? path : join(dirname(path), file),
        heading,
      })),
    )
    const broken = links.filter(({ target, heading }) => {
      if (!existsSync(join(project, target))) return true
      return heading !== undefined && !headingsOf(read(target)).includes(heading)
    })
    expect(broken).toEqual([])
    expect(links.length).toBeGreaterThan(15)
  })

  it.each(blocks.filter(({ text }) => text.includes("from 'everyarch/config'")))(
    'shows a configuration file that is accepted, in $page',
    async ({ text }) => {
      const script = text.replace(/^import .*$/m, 'const defineConfig = (config) => config')
      using folder = mkdtempDisposableSync(join(tmpdir(), 'everyarch-docs-'))
      writeFileSync(join(folder.path, 'everyarch.config.mjs'), script)
      const commandLine = { ...parseCommandLine(['verify', 'app:1.4']), verb: 'verify' } as const
      const config = await resolveConfig({ commandLine, environment, cwd: folder.path })
      expect(config.required).toHaveLength(2)
    },
  )

  it('hands the action inputs that it has', () => {
    const action: { inputs: Record<string, unknown> } = parse(read('action.yml'))
    const steps = blocks
      .filter(({ language }) => language === 'yaml')
      .flatMap(({ text }): readonly { uses?: string; with?: Record<string, unknown> }[] => parse(text))
      .filter(({ uses }) => uses?.includes('/everyarch@'))
    const given = steps.flatMap((step) => Object.keys(step.with ?? {}))
    expect(given.filter((name) => !(name in action.inputs))).toEqual([])
    expect(given).toContain('image')
  })
})

/** The names GitHub gives headings. */
function headingsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  )
}
