import { parseDeclaredPlatform } from '../oci/platform.ts'
import type { Finding } from '../report/finding.ts'
import { describeOddOneOut, oddOneOut } from './odd-one-out.ts'

/** Says which of index, config and files is the odd one, where index and config disagree and the files can tell. */
export function explainMismatch(finding: Finding, filesArchitecture: string): Finding {
  const { index, config } = finding.evidence
  const isAbout = finding.code === 'config/platform-mismatch' && typeof index === 'string' && typeof config === 'string'
  if (!isAbout || filesArchitecture === '') return finding
  const files =
    [index, config].find((said) => architectureOf(said) === filesArchitecture) ?? `linux/${filesArchitecture}`
  const witnesses = { index, config, files }
  const odd = oddOneOut(witnesses)
  return {
    ...finding,
    message: describeOddOneOut(witnesses),
    evidence: { ...finding.evidence, files, ...(odd === undefined ? {} : { odd }) },
  }
}

/** Files tell an architecture, and no variant. */
function architectureOf(platform: string): string {
  return parseDeclaredPlatform(platform).architecture
}
