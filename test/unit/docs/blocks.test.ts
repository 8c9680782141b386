import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { listFlagNames } from '../../../src/config/flags.ts'
import { isVerbName } from '../../../src/config/verb-name.ts'
import { typeCheck } from '../../support/type-check.ts'
import { blocks, type CodeBlock } from './documents.ts'

const inLanguage = (name: string): readonly CodeBlock[] => blocks.filter(({ language }) => language === name)

/** Every command of ours in a block: its name, and the flags up to what ends it. */
function listOurCommands({ page, text }: CodeBlock) {
  const joined = text.replaceAll(/\\\n\s*/g, '')
  const commands = joined.matchAll(/(?<![\w./-])everyarch(?:@[\w.]+)? (?:-- )?([a-z]+)( [a-z]+)?([^|;&\n`)#]*)/g)
  return [...commands].flatMap(([line, first = '', second = '', rest = '']) => {
    const verb = [`${first}${second}`, first].find(isVerbName)
    const [own = ''] = rest.split(/ -- /)
    const flags = [...own.matchAll(/(?<=\s)--([a-z][\w-]*)/g)].map(([, name = '']) => name)
    return verb === undefined ? [] : [{ page, line, verb, flags }]
  })
}

describe('the code in the documentation', () => {
  it('is in a language that a test knows', () => {
    const known = ['', 'console', 'sh', 'ts', 'json', 'yaml', 'xml', 'md']
    // What is declared, made from the sources: no examples.
    const isExport = ({ page, language }: CodeBlock): boolean => page === 'docs/api.md' && language === 'typescript'
    expect(blocks.filter((block) => !known.includes(block.language) && !isExport(block))).toEqual([])
  })

  it('compiles, all of it in one program', async () => {
    const snippets = inLanguage('ts')
    const files = snippets.map(({ page, text }, index) => [`${page.replaceAll(/[/.]/g, '-')}-${index}.ts`, text])
    expect(snippets.length).toBeGreaterThan(10)
    expect(await typeCheck(Object.fromEntries(files))).toBe('')
  })

  it('is JSON, or a part of some', () => {
    const wrong = inLanguage('json').filter(({ text }) => !isJson(text) && !isJson(`{${text}}`))
    expect(wrong).toEqual([])
    expect(inLanguage('json').length).toBeGreaterThan(2)
  })

  it('is YAML', () => {
    const wrong = inLanguage('yaml').flatMap(({ page, text }) =>
      parseAllDocuments(text).flatMap(({ errors }) => errors.map(({ message }) => ({ page, message }))),
    )
    expect(wrong).toEqual([])
    expect(inLanguage('yaml').length).toBeGreaterThan(5)
  })

  it('gives no command a flag that it does not take, in scripts, workflows and pipelines too', () => {
    const commands = blocks.flatMap(listOurCommands)
    const wrong = commands.flatMap(({ page, line, verb, flags }) =>
      flags.filter((flag) => !listFlagNames(verb).includes(flag)).map((flag) => ({ page, line, flag })),
    )
    expect(wrong).toEqual([])
    expect(commands.filter(({ flags }) => flags.length > 0).length).toBeGreaterThan(100)
    const mistaken = {
      page: '',
      language: 'sh',
      text: 'helm template . | npx everyarch inspect --http 80 -- --other\n',
    }
    expect(listOurCommands(mistaken)).toMatchObject([{ verb: 'inspect', flags: ['http'] }])
    expect(listFlagNames('inspect')).not.toContain('http')
  })
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
