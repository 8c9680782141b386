import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { deadlineLabel, hostLabel, originLabel, processLabel, runLabel } from '../engine/labels.ts'
import { formatOrigin, readOrigin } from './origin.ts'

/** Longer than any run is waited for. */
const longestRunMs = 6 * 60 * 60 * 1000

/** The labels every container of one run carries, by which it is found again and told from other runs'. */
export function createRunLabels(deadlineMs: number | undefined): Readonly<Record<string, string>> {
  const lastsMs = deadlineMs ?? longestRunMs
  const origin = readOrigin(lastsMs)
  return {
    [runLabel]: randomUUID(),
    [deadlineLabel]: String(Math.ceil((Date.now() + lastsMs) / 1000)),
    [processLabel]: String(process.pid),
    [hostLabel]: hostname(),
    ...(origin === undefined ? {} : { [originLabel]: formatOrigin(origin) }),
  }
}
