import { escapeControl } from '../src/report/escape.ts'
import type { Finding } from '../src/report/finding.ts'
import type { RunReport } from '../src/report/report.ts'
import { paint, type Style } from './style.ts'
import { wrapText } from './wrap.ts'

/** Why platforms are unverified, where neither a finding nor an error of the run says it. */
export function renderUnproven(style: Style, { platforms, errors }: RunReport): readonly string[] {
  const isSaid = (reason: string): boolean => errors.some(({ message }) => message.includes(reason))
  return platforms
    .filter(({ verdict, findings }) => verdict === 'unverified' && findings.every(isHarmless))
    .flatMap(({ platform, checks }) =>
      checks.flatMap(({ name, status, reason }) => {
        if (status !== 'unverified' || reason === undefined || isSaid(reason)) return []
        const title = `${paint(style, 'yellow', 'unverified')} ${paint(style, 'bold', escapeControl(name, 200))}`
        const where = paint(style, 'dim', `on ${escapeControl(platform, 60)}`)
        return [`${title} ${where}`, ...wrapText(escapeControl(reason, 2000), style.columns, '  ')]
      }),
    )
}

function isHarmless({ severity }: Finding): boolean {
  return severity === 'info' || severity === 'warning'
}
