import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The versions that everyarch supports. @type {(version: string) => boolean} */
export function isSupportedNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return (major === 22 && minor >= 22) || major === 24 || major >= 26
}

/**
 * The folder of the newest supported Node among those that a runner keeps ready, undefined where there is none.
 * @type {(toolCache: string, architecture: string) => string | undefined}
 */
export function findKeptNode(toolCache, architecture) {
  const cache = join(toolCache, 'node')
  const versions = existsSync(cache) ? readdirSync(cache).filter(isSupportedNode) : []
  return versions
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((version) => join(cache, version, architecture, 'bin'))
    .find((folder) => existsSync(join(folder, 'npx')))
}
