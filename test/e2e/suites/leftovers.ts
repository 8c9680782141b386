import { expect } from 'vitest'
import { docker, removeImages } from '../../support/engine.ts'
import type { PushedImage } from '../../support/image-registry.ts'

/** Containers of an image, running or not, by id. */
export async function containersOf({ repository }: PushedImage): Promise<readonly string[]> {
  const { stdout } = await docker('ps', '--all', '--no-trunc', '--format', '{{.ID}} {{.Image}}')
  const lines = stdout.split('\n').filter((line) => line.split(' ')[1]?.startsWith(repository) === true)
  return lines.map((line) => line.split(' ')[0] ?? '')
}

/** Expects that the containers of an image go, who made them having ended, and takes the image away. */
export async function expectNothingLeft(image: PushedImage): Promise<void> {
  await expect.poll(() => containersOf(image), { timeout: 60_000, interval: 200 }).toEqual([])
  await removeImages(image.repository)
}
