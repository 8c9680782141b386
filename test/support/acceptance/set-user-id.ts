import { exitWithUser } from '../../../src/elf/programs.ts'
import type { ImageRegistry, PushedImage } from '../image-registry.ts'
import { programFor } from '../program-image.ts'
import { pushScript } from './scripts.ts'

/** Runs as user 1000 and needs a set-user-ID program: an emulator's handler without flag C runs that as 1000 too. */
export async function setUserId(registry: ImageRegistry): Promise<PushedImage> {
  const message = "as-root: effective uid is not 0, is /bin/as-root on a file system with the 'nosuid' option set?"
  return pushScript(registry, 'set-user-id', `/bin/as-root || { echo "${message}" >&2; exit 1; }`, {
    user: '1000',
    files: (platform) => [{ path: '/bin/as-root', bytes: programFor(platform, exitWithUser()), mode: 0o4755 }],
  })
}
