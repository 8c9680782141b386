import { HarnessError } from '../../../src/errors.ts'

/** The error an action throws; fails where it throws none, or one that is not the tool's own. */
export function thrownError(action: () => unknown): HarnessError {
  try {
    action()
  } catch (error) {
    if (error instanceof HarnessError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
