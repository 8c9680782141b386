import * as parity from './parity.ts'
import type { AcceptanceRow } from './row.ts'

/** Platforms of one index that are not the same image. */
export const parityRows: readonly AcceptanceRow[] = [
  { title: 'versions differ', make: parity.versionLabelDiffers, exitCode: 1, codes: ['parity/label-version'] },
  { title: 'revisions differ', make: parity.revisionLabelDiffers, exitCode: 1, codes: ['parity/label-revision'] },
  { title: 'entrypoints differ', make: parity.entrypointDiffers, exitCode: 1, codes: ['parity/entrypoint'] },
  { title: 'commands differ', make: parity.commandDiffers, exitCode: 1, codes: ['parity/command'] },
  { title: 'exposed ports differ', make: parity.portsDiffer, exitCode: 1, codes: ['parity/ports'] },
  { title: 'users differ', make: parity.userDiffers, exitCode: 1, codes: ['parity/user'] },
  { title: 'environments differ', make: parity.envDiffers, exitCode: 0, codes: ['parity/env'] },
  { title: 'a month lies between the builds', make: parity.createdDiffers, exitCode: 0, codes: ['parity/created'] },
  { title: 'a package of another version', make: parity.packagesDiffer, exitCode: 0, codes: ['parity/packages'] },
]
