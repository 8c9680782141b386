import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { readExample } from '../../../scripts/document-example.ts'
import { showExample } from '../../support/finding-examples/show.ts'
import { staticExamples } from '../../support/finding-examples/static-examples.ts'
import { startStaticRegistry } from '../../support/static-registry.ts'

const page = readFileSync(fileURLToPath(new URL('../../../docs/findings.md', import.meta.url)), 'utf8')
const registry = await startStaticRegistry()
afterAll(() => registry[Symbol.asyncDispose]())

describe('the page of findings shows what is printed today (npm run docs:findings writes it)', () => {
  it.each(staticExamples)('$code', async (example) => {
    expect(readExample(page, example.code)).toEqual(await showExample(example, registry))
  })
})
