import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pack } from 'tar-stream'
import { type DescriptorJson, type ImageContent, mediaTypes, type StoredBlob } from '../../support/content.ts'

/** Files by their path in a layout or an archive. */
export type Files = Readonly<Record<string, Uint8Array | string>>

/** An image and all it needs, as the files of an OCI image layout; its index lists these entries. */
export function layoutFiles(contents: readonly ImageContent[], entries: readonly DescriptorJson[]): Files {
  const blobs = contents.flatMap(allBlobs).map((blob): [string, Uint8Array] => [blobPath(blob), blob.bytes])
  return {
    'oci-layout': '{"imageLayoutVersion":"1.0.0"}',
    'index.json': JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.index, manifests: entries }),
    ...Object.fromEntries(blobs),
  }
}

export function blobPath({ digest }: Pick<StoredBlob, 'digest'>): string {
  return `blobs/${digest.replace(':', '/')}`
}

/** The same files without one. */
export function without(files: Files, path: string): Files {
  if (!(path in files)) throw new Error(`there is no ${path}`)
  return Object.fromEntries(Object.entries(files).filter(([name]) => name !== path))
}

export async function writeFolder(folder: string, files: Files): Promise<string> {
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), bytes)
  }
  return folder
}

/** The files in a tar; `links` are symlinks in it. */
export async function packFiles(files: Files, links: Readonly<Record<string, string>> = {}): Promise<Buffer> {
  const archive = pack()
  for (const [name, bytes] of Object.entries(files)) archive.entry({ name }, Buffer.from(bytes))
  for (const [name, linkname] of Object.entries(links)) archive.entry({ name, linkname, type: 'symlink' })
  archive.finalize()
  return buffer(archive)
}

function allBlobs(content: ImageContent): readonly StoredBlob[] {
  return [content.document, ...content.blobs, ...content.children.flatMap(allBlobs)]
}
