import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { VerbName } from '../config/verb-name.ts'

/** True where many images may come, and are told of when all are done: nobody reads a hundred tables. */
export function isToldTogether(verb: VerbName, { images, imageLists }: ResolvedConfig): boolean {
  return verb === 'inspect' && (images.length > 1 || imageLists.length > 0)
}
