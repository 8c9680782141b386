import { parseIndexAnnotation } from '../../src/build/assemble-annotation.ts'
import { assembleImage, type AssembledImage } from '../../src/build/assemble.ts'
import { openRegistrySource } from '../../src/image/registry-source.ts'
import { openImageView } from '../../src/image/view.ts'
import { parseReference } from '../../src/oci/reference.ts'
import type { RegistryClient } from '../../src/registry/client.ts'

/** The index of images of a registry. */
export async function assembleReferences(
  client: RegistryClient,
  references: readonly string[],
  annotations: readonly string[] = [],
): Promise<AssembledImage> {
  const views = references.map((name) => openImageView(openRegistrySource(client, parseReference(name), name)))
  return assembleImage(await Promise.all(views), annotations.flatMap(parseIndexAnnotation))
}
