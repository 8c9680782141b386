import { join } from 'node:path'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import { createOpenedImage } from '../image/open-image.ts'
import type { OpenedImage } from '../image/opened-image.ts'
import { toolInfo, type VerbContext } from './context.ts'
import { openNamedView } from './open-view.ts'
import { openClient } from './registry-access.ts'

/** Opens the one image that was named; who opens it closes it. */
export async function openOne(config: ResolvedConfig, context: VerbContext, onClose: () => void): Promise<OpenedImage> {
  const [name] = config.images
  if (name === undefined) throw new HarnessError('internal', 'no image was named')
  const client = openClient(config, context)
  try {
    const view = await openNamedView(name, { client, config, context })
    return await createOpenedImage({
      view,
      cacheDir: join(context.environment.cacheDir, 'layers'),
      toolVersion: toolInfo().version,
      signal: context.signal,
      onClose: async () => {
        await view.source.close()
        await client.close()
        onClose()
      },
    })
  } catch (error) {
    await client.close()
    throw error
  }
}
