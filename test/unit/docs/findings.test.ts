import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readExample, replaceExample } from '../../../scripts/document-example.ts'
import { listReachableCodes } from '../../../scripts/reachable-codes.ts'
import { runExamples } from '../../support/finding-examples/run-examples.ts'
import { staticExamples } from '../../support/finding-examples/static-examples.ts'
import { project } from './documents.ts'

const page = readFileSync(join(project, 'docs/findings.md'), 'utf8')
const explained = [...page.matchAll(/^### `([^`]+)`$/gm)].flatMap(([, code]) => code ?? [])
const codes = await listReachableCodes()
/**
 * No image has these: suites are the user's own, what was measured is no two times the same,
 * and a README is no part of an image.
 */
const unseen: readonly string[] = [
  'suite/test-failed',
  'suite/timeout',
  'bench/regression',
  'bench/slow-step',
  'bench/unstable',
  'readme/out-of-date',
]

describe('the page of findings', () => {
  it('explains every code that a command says, once and in their order, and no other', () => {
    expect(explained).toEqual(codes)
  })

  it('shows of each what a program makes anew, but for what no image has', () => {
    const made: readonly string[] = [...staticExamples, ...runExamples].map(({ code }) => code)
    expect(codes.filter((code) => !made.includes(code))).toEqual(unseen)
  })

  it.each(codes.filter((code) => !unseen.includes(code)))(
    'says what %s means, shows it, and says how it comes about',
    (code) => {
      const [command = '', title = '', message = ''] = readExample(page, code)
      expect(command).toMatch(/^\$ everyarch (inspect|verify) \S/)
      expect(title).toMatch(new RegExp(`^(error|environment|inconclusive|warning|info) ${code}( on [a-z0-9/.(), ]+)?$`))
      expect(message).toMatch(/^ {2}\S/)
      const entry = page.split(`### \`${code}\`\n`)[1]?.split(/^#/m)[0] ?? ''
      const [meaning = '', cause = ''] = entry.split(/^```[\s\S]*?^```$/m).map((text) => text.trim())
      expect([meaning, cause].filter((text) => !/^[A-Z`][\s\S]*\.$/.test(text))).toEqual([])
    },
  )
})

describe('an example of a page', () => {
  const text = '# T\n\n### `a/b`\n\nOne.\n\n```console\nold\n```\n\nTwo.\n\n### `c/d`\n\n```console\n```\n'

  it('is replaced below its heading, and nothing else is', () => {
    expect(replaceExample(text, 'a/b', ['new', '  lines'])).toBe(text.replace('old\n', 'new\n  lines\n'))
    expect(readExample(replaceExample(text, 'c/d', ['$ x']), 'c/d')).toEqual(['$ x'])
  })

  it('is asked for where the page has none', () => {
    expect(() => readExample(text, 'e/f')).toThrow('no heading e/f')
    expect(() => readExample(text.replace('```console\nold', '```sh\nold'), 'a/b')).toThrow('no heading a/b')
  })
})
