import { HarnessError } from '../errors.ts'

/** A signal that also aborts when the whole run has had its time. */
export function startDeadline(
  deadlineMs: number | undefined,
  signal: AbortSignal,
): { signal: AbortSignal; stop: () => void } {
  if (deadlineMs === undefined) return { signal, stop: () => undefined }
  const controller = new AbortController()
  const error = new HarnessError('deadline-exceeded', `the run did not end within ${deadlineMs / 1000} s`, {
    hint: 'give it longer with --deadline, or verify fewer platforms at once with --platform',
  })
  const timer = setTimeout(() => controller.abort(error), deadlineMs)
  return { signal: AbortSignal.any([signal, controller.signal]), stop: () => clearTimeout(timer) }
}
