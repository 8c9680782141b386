import type { ImageRegistry, PushedImage } from '../image-registry.ts'
import { pushScript } from './scripts.ts'

/** A server that wants DATABASE_URL, and says so on both platforms when it is not given. */
export async function needsConfiguration(registry: ImageRegistry): Promise<PushedImage> {
  const check = 'if [ -z "$DATABASE_URL" ]; then echo "error: DATABASE_URL is not set" >&2; exit 1; fi'
  return pushScript(registry, 'needs-configuration', check)
}

/** A command that prints its usage and ends with 2. */
export async function printsUsage(registry: ImageRegistry): Promise<PushedImage> {
  return pushScript(registry, 'prints-usage', 'echo "usage: app [--verbose] FILE..." >&2; exit 2', { ports: {} })
}
