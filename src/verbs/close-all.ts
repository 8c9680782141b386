import { toHarnessError } from '../errors.ts'
import type { VerbContext } from './context.ts'

interface Closable {
  close(): Promise<unknown>
}

/** Closes one after the other. What cannot be closed is told, and takes nothing from the others or from the result. */
export async function closeAll(
  open: readonly (Closable | undefined)[],
  { onEvent }: Pick<VerbContext, 'onEvent'>,
): Promise<void> {
  for (const one of open) {
    try {
      await one?.close()
    } catch (thrown) {
      onEvent({ kind: 'notice', message: `something was left open: ${toHarnessError(thrown).message}` })
    }
  }
}
