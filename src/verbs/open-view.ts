import { HarnessError } from '../errors.ts'
import { openLocalImage } from '../image/archive-image.ts'
import { parseImageName, type ImageName } from '../image/image-name.ts'
import { openRegistrySource } from '../image/registry-source.ts'
import { openImageView, type ImageView } from '../image/view.ts'
import { quoteText } from '../oci/quote.ts'
import type { Reference } from '../oci/reference.ts'
import type { RegistryClient } from '../registry/client.ts'

/**
 * Opens the image a user named, in a registry, or in a layout or archive of this machine. Who opens it closes its source.
 * @throws HarnessError `reference-invalid`, `usage-invalid`, `image-not-found`, `image-unsupported`, or what the registry
 * says
 */
export async function openNamedView(name: string, client: RegistryClient, signal: AbortSignal): Promise<ImageView> {
  const image = parseImageName(name)
  if (image.transport === 'registry' || image.transport === 'docker-daemon') {
    return openImageView(openRegistrySource(client, registryReference(image, name), name), signal)
  }
  const source = await openLocalImage(image, name, signal)
  try {
    return await openImageView(source, signal)
  } catch (error) {
    await source.close()
    throw error
  }
}

/**
 * Checks that an image is where an engine can pull it from.
 * @throws HarnessError `reference-invalid`, `usage-invalid`
 */
export function requireRegistry(name: string): void {
  registryReference(parseImageName(name), name)
}

function registryReference(image: ImageName, name: string): Reference {
  if (image.transport === 'registry') return image.reference
  const action = image.transport === 'docker-daemon' ? 'looked at' : 'run'
  throw new HarnessError(
    'usage-invalid',
    `images that are ${action} are read from registries, and ${quoteText(name, 300)} is in none (${image.transport}:)`,
    { hint: 'push it to one and name it there; inspect and platforms read oci:, oci-archive: and docker-archive: too' },
  )
}
