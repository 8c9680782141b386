import { readStartTicks } from '../config/process-mark.ts'

/** True while a process of this machine goes on, whoever owns it. */
export function isProcessAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The same of the very process that started then: its number may be another's by now. */
export function isSameProcessAlive(processId: number, startTicks: string | undefined): boolean {
  if (!isProcessAlive(processId)) return false
  const now = readStartTicks(processId)
  return startTicks === undefined || now === undefined || now === startTicks
}
