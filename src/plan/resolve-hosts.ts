import { checkPlatform } from '../oci/platform-check.ts'
import { formatPlatform, parsePlatform, type Platform } from '../oci/platform.ts'
import { listLeaves, type Resolvable } from './resolve-entry.ts'

const usualHosts = [
  'linux/amd64',
  'linux/amd64/v2',
  'linux/amd64/v3',
  'linux/amd64/v4',
  'linux/386',
  'linux/arm64',
  'linux/arm/v7',
  'linux/arm/v6',
].map(parsePlatform)

/** The hosts worth asking about: the usual ones, and every other Linux the index has an image for. */
export function listHosts(image: Resolvable): readonly Platform[] {
  const leaves = listLeaves(image.kind === 'manifest' ? [image.entry] : image.entries)
  const others = leaves.flatMap(({ platform }) =>
    platform?.os === 'linux' && checkPlatform(platform) === undefined ? [platform] : [],
  )
  const byName = new Map([...usualHosts, ...others].map((platform) => [formatPlatform(platform), platform]))
  return [...byName.values()]
}
