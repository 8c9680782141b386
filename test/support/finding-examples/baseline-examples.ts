import type { FindingCode } from '../../../src/report/finding-codes.ts'
import { pushReleases } from '../acceptance/releases.ts'
import type { ImageRegistry } from '../image-registry.ts'
import { type FindingExample, type Question, shownRepository } from './example.ts'

const codes: readonly FindingCode[] = ['baseline/platform-lost', 'baseline/platform-added', 'baseline/digest-unchanged']

/** What changed between two releases. */
export const baselineExamples: readonly FindingExample[] = codes.map((code) => ({ code, command: 'inspect', ask }))

async function ask(registry: ImageRegistry): Promise<Question> {
  const { before, after } = await pushReleases(registry)
  return {
    args: [after.reference, '--baseline', before.reference],
    names: { [after.reference]: `${shownRepository}:2`, [before.reference]: `${shownRepository}:1` },
  }
}
