import { answerHttp } from '../../../src/elf/http-program.ts'
import { index } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'
import { programImage } from '../program-image.ts'

/** amd64, arm64 and a platform (loong64 unless told) that the test's host has no handler for; all are good. */
export async function noHandler(registry: ImageRegistry, platform = 'linux/loong64'): Promise<PushedImage> {
  const program = answerHttp({ port: 8080, body: 'hello\n' })
  const images = await Promise.all(['linux/amd64', 'linux/arm64', platform].map((each) => programImage(each, program)))
  return pushImage(registry, index(images), 'no-handler')
}
