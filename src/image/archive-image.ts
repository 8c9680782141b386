import { openDockerArchive } from './archive-docker.ts'
import type { ArchiveFiles } from './archive-files.ts'
import { openFolder } from './archive-folder.ts'
import { openArchive } from './archive-tar.ts'
import type { LocalImageName } from './image-name.ts'
import { openOciLayout } from './oci-layout.ts'
import type { ImageSource } from './source.ts'

/**
 * Opens an image in a folder or file of this machine. Closing the source closes the file.
 *
 * @param name as the user wrote it, for messages and reports
 * @throws HarnessError `image-not-found`, `image-unsupported`, `content-invalid`, `digest-mismatch`, `limit-exceeded`,
 * `disk-full`
 */
export async function openLocalImage(image: LocalImageName, name: string, signal?: AbortSignal): Promise<ImageSource> {
  const files = image.transport === 'oci' ? await openFolder(image.path) : await openArchive(image.path, signal)
  try {
    return await openIn(files, image, name, signal)
  } catch (error) {
    await files.close()
    throw error
  }
}

function openIn(files: ArchiveFiles, image: LocalImageName, name: string, signal?: AbortSignal): Promise<ImageSource> {
  return image.transport === 'docker-archive'
    ? openDockerArchive(files, name, image.wanted, signal)
    : openOciLayout(files, name, image.wanted, signal)
}
