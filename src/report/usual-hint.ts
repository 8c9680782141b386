import type { ErrorCode } from '../errors.ts'

const pushAgain = 'push the image again; if that does not help, see what pushed it, and what lies between it and you'
const seeDebug = 'run again with --debug and report this with its output'

const usualHints: Partial<Record<ErrorCode, string>> = {
  'registry-invalid': 'see whether it is a registry that answers there, or a proxy or a login page in its place',
  'registry-failed': 'try again later, or ask whoever runs the registry',
  'content-missing': pushAgain,
  'content-invalid': pushAgain,
  'digest-mismatch': pushAgain,
  'size-mismatch': pushAgain,
  'limit-exceeded': 'no image needs that much: see what made it',
  'engine-failed': 'run everyarch doctor, and see what the engine logged',
  'pull-failed': 'try docker pull with the same reference, and see what the engine logged',
  'suite-invalid': seeDebug,
  'reporter-failed': seeDebug,
}

/** What to do about an error that says nothing of it itself. */
export function usualHint(code: ErrorCode): string | undefined {
  return usualHints[code]
}
