import { escapeControl } from '../src/report/escape.ts'
import type { Finding } from '../src/report/finding.ts'
import type { Severity } from '../src/report/severity.ts'
import type { PublishReport, RunReport } from '../src/report/report.ts'
import { listRunReports, type RunReports } from '../src/report/run-reports.ts'
import { groupFindings, type FindingGroup } from './finding-groups.ts'
import { describeTag } from './publish-text.ts'

type Level = 'error' | 'warning' | 'notice'

const levels: Readonly<Record<Exclude<Severity, 'info'>, Level>> = {
  error: 'error',
  environment: 'error',
  inconclusive: 'warning',
  warning: 'warning',
}

/**
 * A run as workflow commands, which GitHub shows as annotations of the run.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function renderGithub(report: RunReport | RunReports): string {
  return listRunReports(report).flatMap(renderOne).join('')
}

function renderOne(report: RunReport): readonly string[] {
  const image = report.image === undefined ? '' : ` (${report.image.reference})`
  return [
    ...groupFindings(report).flatMap((group) => renderFinding(group, image)),
    ...(report.publish === undefined ? [] : renderPublish(report.publish, image)),
    ...report.errors.map(({ code, message, hint }) => {
      const place = code === 'build-failed' ? findFailedLine(report) : undefined
      return annotate('error', code, `${message}${hintLine(hint)}`, image, place)
    }),
  ]
}

/** Where the build ended. */
function findFailedLine({ builds = [] }: RunReport): Place | undefined {
  return builds
    .flatMap(({ failure }): readonly Place[] => {
      if (failure?.file === undefined || failure.line === undefined) return []
      return [{ file: failure.file, line: failure.line }]
    })
    .at(0)
}

/** What went wrong is among the errors of the run. */
function renderPublish({ tags, reasons = [] }: PublishReport, image: string): readonly string[] {
  const lines = tags.map((tag) => `${tag.reference} ${describeTag(tag)}`)
  return [annotate(reasons.length === 0 ? 'notice' : 'warning', 'publish', [...lines, ...reasons].join('\n'), image)]
}

function renderFinding({ finding, platforms }: FindingGroup, image: string): readonly string[] {
  const { code, severity, message, hint } = finding
  if (severity === 'info') return []
  const where = platforms.length === 0 ? '' : `${platforms.join(', ')}: `
  return [annotate(levels[severity], code, `${where}${message}${hintLine(hint)}`, image, readPlace(finding))]
}

interface Place {
  readonly file: string
  /** From 1 up. */
  readonly line: number
}

/** The line of a Dockerfile that a finding is traced to, the first of several. */
function readPlace({ evidence: { dockerfile } }: Finding): Place | undefined {
  const lines: readonly unknown[] = Array.isArray(dockerfile) ? dockerfile : []
  return lines
    .flatMap((cause): readonly Place[] => {
      if (typeof cause !== 'object' || cause === null || !('file' in cause) || !('line' in cause)) return []
      const { file, line } = cause
      return typeof file === 'string' && typeof line === 'number' ? [{ file, line }] : []
    })
    .at(0)
}

function hintLine(hint: string | undefined): string {
  return hint === undefined ? '' : `\nhint: ${hint}`
}

function annotate(level: Level, title: string, message: string, image: string, place?: Place): string {
  const where = place === undefined ? '' : `file=${escapeProperty(place.file)},line=${place.line},`
  const lines = message.split('\n').map((line) => escapeControl(line, 2000))
  return `::${level} ${where}title=${escapeProperty(`${title}${image}`)}::${escapeData(lines.join('\n'))}\n`
}

/** https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(escapeControl(text, 300)).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
