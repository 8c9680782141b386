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
  /** What reports and messages call it. @default its name */
  readonly shownAs?: string | undefined
}

/**
 * Opens the image a user named, in a registry, in a layout or archive of this machine, or in an engine's store. Who opens
 * it closes its source.
 * @throws HarnessError `reference-invalid`, `image-not-found`, `image-unsupported`, or what the registry or engine says
 */
export async function openNamedView(name: string, options: NamedViewOptions): Promise<ImageView> {
  const { signal } = options.context
  const source = await openSource(parseImageName(name), options.shownAs ?? name, options)
  try {
    return await openImageView(source, signal)
  } catch (error) {
    await source.close()
    throw error
  }
}

async function openSource(image: ImageName, name: string, options: NamedViewOptions): Promise<ImageSource> {
  const { client, config, context, isListed = false } = options
  if (image.transport === 'registry') return openRegistrySource(client, image.reference, name)
  if (image.transport === 'assemble') return openAssembled(image.parts, options)
  if (image.transport !== 'docker-daemon') return openLocalImage(image, name, context.signal)
  // An engine's client is what most calls do not need.
  const { openEngineImage } = await import('./engine-access.ts')
  return openEngineImage({ reference: image.reference, name, isListed }, config, context)
}

/** Several images as one; what had to be decided for that is said. */
async function openAssembled(names: readonly string[], options: NamedViewOptions): Promise<ImageSource> {
  const { assembleImage } = await import('../build/assemble.ts')
  const { parseIndexAnnotation } = await import('../build/assemble-annotation.ts')
  const annotations = options.config.indexAnnotations.flatMap(parseIndexAnnotation)
  const opened = await Promise.allSettled(names.map((name) => openNamedView(name, options)))
  const views = opened.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []))
  try {
    for (const it of opened) if (it.status === 'rejected') throw it.reason
    const { source, notices } = await assembleImage(views, annotations)
    for (const message of notices) options.context.onEvent({ kind: 'notice', message })
    return source
  } catch (error) {
    await Promise.all(views.map(({ source }) => source.close()))
    throw error
  }
}

/**
 * Checks that an image is where others than this machine find it.
 * @throws HarnessError `reference-invalid`, `usage-invalid`
 */
export function requireRegistry(name: string): void {
  const image = parseImageName(name)
  const { transport } = image
  if (transport === 'registry') return
  if (image.transport === 'assemble') return image.parts.forEach(requireRegistry)
  throw new HarnessError(
    'usage-invalid',
    `this wants an image of a registry, and ${quoteText(name, 300)} is in none (${transport}:)`,
    { hint: 'push it to one and name it there; verify, inspect and platforms take it where it is' },
  )
}
