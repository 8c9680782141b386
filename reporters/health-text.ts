import { escapeControl } from '../src/report/escape.ts'
import type { HealthReport } from '../src/report/report.ts'

/** What was proven of an application's health: `200 on /`, `stayed up 1 s`; else how far it came. */
export function formatHealth({ how, url, status }: HealthReport, maxLength: number): string {
  if (how !== undefined) return escapeControl(how, maxLength)
  if (url === undefined) return ''
  return escapeControl(status === undefined ? `no answer on ${url}` : `${status} on ${url}`, maxLength)
}
