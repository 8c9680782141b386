import type { ImageRegistry, PushedImage } from '../image-registry.ts'
import { pushScript } from './scripts.ts'

/** Counts before it serves: some half a second natively, ten times that under emulation. */
export async function slowStart(registry: ImageRegistry, count = 400_000): Promise<PushedImage> {
  return pushScript(registry, 'slow-start', `i=0; while [ $i -lt ${count} ]; do i=$((i+1)); done`)
}
