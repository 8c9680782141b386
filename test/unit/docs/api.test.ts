import { describe, expect, it } from 'vitest'
import { parseDocComment } from '../../../scripts/api/doc-comment.ts'
import { listEntries } from '../../../scripts/api/entries.ts'
import { listMembers } from '../../../scripts/api/members.ts'
import { listMentions } from '../../../scripts/api/mentions.ts'
import { options } from '../../../src/config/options.ts'

const declarations = listEntries().flatMap((entry) => entry.declarations)
const names = new Set(declarations.map(({ name }) => name))
const isExported = (name: string): boolean => names.has(name)
const members = declarations.flatMap((declaration) =>
  listMembers(declaration, isExported).map((member) => ({ ...member, of: declaration.name })),
)
const ofOptions = members.filter(({ of }) => /^User(Config|RunSettings)$/.test(of))
const endsSentence = /[.:…`')]$/

describe('what the package exports', () => {
  it('says what it is, each in a sentence', () => {
    expect(declarations.filter(({ doc }) => doc === undefined || doc.says === '').map(({ name }) => name)).toEqual([])
    expect(declarations.length).toBeGreaterThan(80)
  })

  it('says of every property and method what it is, unless there is but one value', () => {
    const silent = members.filter(({ doc, type }) => !/^(?:\d+|'[\w-]+')$/.test(type) && (doc?.says ?? '') === '')
    expect(silent.map(({ of, name }) => `${of}.${name}`)).toEqual([])
    const unfinished = members.filter(({ doc }) => doc !== undefined && doc.says !== '' && !endsSentence.test(doc.says))
    expect(unfinished.map(({ of, name }) => `${of}.${name}`)).toEqual([])
    expect(members.length).toBeGreaterThan(300)
  })

  it('mentions no type that it does not export', () => {
    const global = new Set(
      'Promise Readonly Record Omit Pick Partial Exclude Iterable Date RegExp Response RequestInit AbortSignal AsyncDisposable TestProjectInlineConfiguration'.split(
        ' ',
      ),
    )
    const inlined = new Set([
      'Listing',
      'readmeColumns',
      'reporterNames',
      'usualReadmeWords',
      'exitCodes',
      'findingCodes',
    ])
    const unknown = declarations.flatMap((declaration) =>
      listMentions(declaration)
        .filter((name) => !names.has(name) && !global.has(name) && !inlined.has(name))
        .map((name) => `${declaration.name} mentions ${name}`),
    )
    expect(unknown).toEqual([])
  })

  it('has headings of its own, for links', () => {
    const anchors = [...names].map((name) => name.toLowerCase())
    expect(anchors.length).toBe(new Set(anchors).size)
  })
})

describe('a setting', () => {
  it.each(ofOptions)('says its default where the command line does, and its unit: $name', ({ name, type, doc }) => {
    const option = Object.entries(options).find(([key]) => key === name)?.[1]
    if (option === undefined) throw new Error(`the option table has no ${name}`)
    if ('default' in option || 'defaults' in option) expect(doc?.default).not.toBeUndefined()
    const isBare = /\bnumber\b/.test(type) && !/User(Duration|Size)/.test(type)
    if (isBare) expect(doc?.says).toMatch(/how (many|often)|limit of processes|`\d|`[\w-]*:|variables|user/i)
  })

  it('is one of those there are', () => {
    expect(ofOptions.length).toBeGreaterThan(80)
    expect(ofOptions.map(({ name }) => name)).toContain('timeout')
  })
})

describe('a doc comment', () => {
  it('is taken apart', () => {
    const text =
      '*\n * Says {@link this}: `@x`,\n * and more. @default 5\n * @throws HarnessError `a`\n * @throws HarnessError `b`\n '
    expect(parseDocComment(text)).toEqual({
      says: 'Says `this`: `@x`, and more.',
      default: '5',
      throws: ['HarnessError `a`', 'HarnessError `b`'],
    })
    expect(parseDocComment('* @default 5 ')).toEqual({ says: '', default: '5', throws: [] })
  })
})
