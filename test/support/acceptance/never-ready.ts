import type { ImageRegistry, PushedImage } from '../image-registry.ts'
import { pushScript } from './scripts.ts'

const tables = 'users roles teams orders items parts prices stocks bills notes files links tags views rules'

/** Says every second what it does, and is not done in any patience a test has. */
export async function neverReady(registry: ImageRegistry): Promise<PushedImage> {
  const lines = ['read', 'sort', 'copy', 'index'].map(
    (step) => `for table in ${tables}; do echo "${step} $table"; sleep 1; done`,
  )
  return pushScript(registry, 'never-ready', lines.join('\n'))
}
