import type { Finding } from './finding.ts'
import { chooseWaivers, concerns, isExpired, type Waiver } from './waiver.ts'

/** Looks at a finding before any verdict is made of it; without a platform it is of the index as a whole. */
export type ReviewFinding = (finding: Finding, platform?: string) => Finding

/** Turns findings that are waived into `info`, with the reason shown and their own severity kept in the evidence. */
export function applyWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  now: Date,
  platform?: string,
): readonly Finding[] {
  const valid = waivers.filter((waiver) => !isExpired(waiver, now))
  return findings.map((finding) => {
    const concerning = valid.filter((waiver) => concerns(waiver, finding, platform))
    const chosen = concerning.length === 0 ? [] : chooseWaivers(concerning, finding)
    return chosen.length === 0 ? finding : waive(finding, chosen)
  })
}

function waive({ code, severity, message, evidence }: Finding, waivers: readonly Waiver[]): Finding {
  const reason = [...new Set(waivers.map((waiver) => waiver.reason))].join('; ')
  const days = waivers.flatMap(({ expires }) => expires ?? []).toSorted()
  const [expires] = days
  const until = expires === undefined ? '' : ` until ${expires}`
  return {
    code,
    severity: 'info',
    message: `${message} (waived${until}: ${reason})`,
    evidence: { ...evidence, waived: { severity, reason, ...(expires === undefined ? {} : { expires }) } },
  }
}
