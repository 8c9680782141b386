import { openImageView, type ImageView } from '../image/view.ts'
import { openRegistrySource } from '../image/registry-source.ts'
import { parseReference } from '../oci/reference.ts'
import type { RegistryClient } from '../registry/client.ts'

/**
 * Opens the image a user named.
 * @throws HarnessError `reference-invalid`, `image-not-found`, `image-unsupported`, or what the registry says
 */
export async function openNamedView(name: string, client: RegistryClient, signal: AbortSignal): Promise<ImageView> {
  return openImageView(openRegistrySource(client, parseReference(name), name), signal)
}
