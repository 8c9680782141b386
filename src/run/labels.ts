import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { deadlineLabel, hostLabel, processLabel, runLabel } from '../engine/labels.ts'

/** Longer than any run is waited for. */
const longestRunMs = 6 * 60 * 60 * 1000

/** The labels every container of one run carries, by which it is found again and told from other runs'. */
export function createRunLabels(deadlineMs: number | undefined): Readonly<Record<string, string>> {
  const endsAtMs = Date.now() + (deadlineMs ?? longestRunMs)
  return {
    [runLabel]: randomUUID(),
    [deadlineLabel]: String(Math.ceil(endsAtMs / 1000)),
    [processLabel]: String(process.pid),
    [hostLabel]: hostname(),
  }
}
