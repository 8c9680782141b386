import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import { openLocalImage } from '../image/archive-image.ts'
import { parseImageName, type ImageName } from '../image/image-name.ts'
import { openRegistrySource } from '../image/registry-source.ts'
import type { ImageSource } from '../image/source.ts'
import { openImageView, type ImageView } from '../image/view.ts'
import { quoteText } from '../oci/quote.ts'
import type { RegistryClient } from '../registry/client.ts'
import type { VerbContext } from './context.ts'

/** Opens the image behind a name; who opens it closes its source. */
export type OpenView = (name: string) => Promise<ImageView>

export interface NamedViewOptions {
  readonly client: RegistryClient
  readonly config: ResolvedConfig
  readonly context: VerbContext
  /** Platforms, digests and sizes are all that is wanted. @default false */
  readonly isListed?: boolean
}

/**
 * Opens the image a user named, in a registry, in a layout or archive of this machine, or in an engine's store. Who opens
 * it closes its source.
 * @throws HarnessError `reference-invalid`, `image-not-found`, `image-unsupported`, or what the registry or engine says
 */
export async function openNamedView(name: string, options: NamedViewOptions): Promise<ImageView> {
  const { signal } = options.context
  const source = await openSource(parseImageName(name), name, options)
  try {
    return await openImageView(source, signal)
  } catch (error) {
    await source.close()
    throw error
  }
}

async function openSource(
  image: ImageName,
  name: string,
  { client, config, context, isListed = false }: NamedViewOptions,
): Promise<ImageSource> {
  if (image.transport === 'registry') return openRegistrySource(client, image.reference, name)
  if (image.transport !== 'docker-daemon') return openLocalImage(image, name, context.signal)
  // An engine's client is what most calls do not need.
  const { openEngineImage } = await import('./engine-access.ts')
  return openEngineImage({ reference: image.reference, name, isListed }, config, context)
}

/**
 * Checks that an image is where others than this machine find it.
 * @throws HarnessError `reference-invalid`, `usage-invalid`
 */
export function requireRegistry(name: string): void {
  const { transport } = parseImageName(name)
  if (transport === 'registry') return
  throw new HarnessError(
    'usage-invalid',
    `this wants an image of a registry, and ${quoteText(name, 300)} is in none (${transport}:)`,
    { hint: 'push it to one and name it there; verify, inspect and platforms take it where it is' },
  )
}
