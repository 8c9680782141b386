import { canExecute } from '../oci/platform-match.ts'
import type { Platform } from '../oci/platform.ts'

/** Can a host's CPU execute an architecture's programs by itself, as far as names tell: 386 on amd64, arm on arm64? */
export function isNativeTo(hostArchitecture: string, { os, architecture }: Platform): boolean {
  return canExecute({ os, architecture: hostArchitecture }, { os, architecture })
}
