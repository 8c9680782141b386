import type { UserWaiver } from '../../../src/config/user-config.ts'
import type { FindingCode } from '../../../src/report/finding-codes.ts'
import { configMismatch } from '../acceptance/config-mismatch.ts'
import { about, type FindingExample } from './example.ts'

const waiver: UserWaiver = { code: 'config/platform-mismatch', reason: 'a known slip' }

/** Waivers of a configuration file that no longer do what they are there for. */
export const waiverExamples: readonly FindingExample[] = [
  waived('waiver/expired', { ...waiver, expires: '2026-01-31' }),
  waived('waiver/unused', { ...waiver, platform: 'linux/amd64' }),
]

function waived(code: FindingCode, one: UserWaiver): FindingExample {
  return {
    code,
    command: 'inspect',
    ask: async (registry) => ({ ...about(await configMismatch(registry)), config: { waivers: [one] } }),
  }
}
