import { findingCodes, isFindingCode, type FindingCode } from '../src/report/finding-codes.ts'
import { readReachableSources } from './reachable-sources.ts'

/** The finding codes that a command may say, in the order of their table. */
export async function listReachableCodes(): Promise<readonly FindingCode[]> {
  const sources = await readReachableSources()
  return Object.keys(findingCodes)
    .filter(isFindingCode)
    .filter((code) => sources.includes(`'${code}'`))
}
