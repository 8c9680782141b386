import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readExample } from '../../../scripts/document-example.ts'
import type { FindingCode } from '../../../src/report/finding-codes.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { runExamples } from '../../support/finding-examples/run-examples.ts'
import { showExample } from '../../support/finding-examples/show.ts'

const page = readFileSync(fileURLToPath(new URL('../../../docs/findings.md', import.meta.url)), 'utf8')
const registry = openDistributionRegistry()

/** Those that are soon found, and say nothing of how fast a host is or which emulator it has. */
const codes: readonly FindingCode[] = [
  'execution/platform-unsupported',
  'run/uname-mismatch',
  'run/not-emulated',
  'run/entrypoint-failed',
  'run/needs-configuration',
]

describe('the page of findings shows what a run prints today (npm run docs:findings -- run execution)', () => {
  it.each(runExamples.filter(({ code }) => codes.includes(code)))('$code', async (example) => {
    expect(readExample(page, example.code)).toEqual(await showExample(example, registry))
  })
})
