import { open } from 'node:fs/promises'
import type { DockerfileCauses } from '../audit/causes.ts'
import { findCauses } from '../audit/dockerfile-causes.ts'
import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'

const maxBytes = 1024 * 1024

/** The lines of a Dockerfile that may be the cause of findings. @throws HarnessError `config-invalid` */
export async function readDockerfile(file: string): Promise<DockerfileCauses> {
  const bytes = await readStart(file).catch((cause: unknown) => {
    throw new HarnessError('config-invalid', `the Dockerfile ${quoteText(file, 300)} cannot be read`, {
      cause,
      hint: 'give the path of the file the image was built from',
    })
  })
  if (bytes.byteLength > maxBytes) {
    throw new HarnessError('config-invalid', `${quoteText(file, 300)} is longer than any Dockerfile`, {
      hint: `it may have ${maxBytes} bytes`,
    })
  }
  return { file, causes: findCauses(bytes.toString()) }
}

/** No more than is needed to see that it is too much. */
async function readStart(file: string): Promise<Buffer> {
  await using handle = await open(file)
  const buffer = Buffer.alloc(maxBytes + 1)
  const { bytesRead } = await handle.read(buffer, 0, buffer.byteLength, 0)
  return buffer.subarray(0, bytesRead)
}
