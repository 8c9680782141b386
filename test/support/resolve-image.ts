import { expect } from 'vitest'
import type { ResolvedPick } from '../../src/report/resolve-listing.ts'
import { parseStdout, runEveryarch } from './everyarch.ts'
import { image, index, listed } from './image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from './image-registry.ts'
import { layer } from './layer.ts'

/** Pushes an index of images without programs; `-:linux/amd64` is listed without its platform. */
export async function pushPlatforms(registry: ImageRegistry, platforms: readonly string[]): Promise<PushedImage> {
  const entries = await Promise.all(
    platforms.map(async (text) => {
      const isUnnamed = text.startsWith('-:')
      const layers = [await layer([{ path: 'about', text }])]
      const content = image({ platform: isUnnamed ? text.slice(2) : text, layers, config: { Cmd: ['/about'] } })
      return isUnnamed ? listed(content, { platform: 'none' }) : content
    }),
  )
  return pushImage(registry, index(entries), 'resolve')
}

/** What `everyarch resolve` says an engine takes of an image on a host. */
export async function predictPick(reference: string, engine: string, host: string): Promise<ResolvedPick> {
  const result = await runEveryarch(['resolve', reference, '--platform', host, '--json'])
  expect(result.exitCode, result.stderr).toBe(0)
  const hosts: unknown = Reflect.get(Object(parseStdout(result)), 'hosts')
  const [only]: readonly unknown[] = Array.isArray(hosts) ? hosts : []
  const pick: unknown = Reflect.get(Object(Reflect.get(Object(only), 'picks')), engine)
  if (isPick(pick)) return pick
  throw new Error(`no pick of ${engine}: ${result.stdout}`)
}

function isPick(value: unknown): value is ResolvedPick {
  return typeof value === 'object' && value !== null && ('none' in value || 'digest' in value)
}
