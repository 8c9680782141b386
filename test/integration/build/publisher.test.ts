import { describe, expect, it } from 'vitest'
import { readEnvironment } from '../../../src/config/environment.ts'
import { resolveUserConfig } from '../../../src/config/resolve.ts'
import { HarnessError } from '../../../src/errors.ts'
import { openRegistrySource } from '../../../src/image/registry-source.ts'
import { openImageView } from '../../../src/image/view.ts'
import { formatReference, parseReference, type Reference } from '../../../src/oci/reference.ts'
import type { PlatformReport, RunReport } from '../../../src/report/report.ts'
import { openPublisher } from '../../../src/verbs/publisher.ts'
import { pushImage } from '../../support/image-registry.ts'
import { startStaticRegistry } from '../../support/static-registry.ts'
import { digestAt, freshIndex, newClient, newTags, proxied, registry } from './publishing.ts'

const platform: Omit<PlatformReport, 'platform' | 'digest'> = {
  execution: { kind: 'native', proof: 'its process is no emulator' },
  verdict: 'passed',
  findings: [],
  checks: [{ name: 'start', status: 'passed' }],
}

interface Conclusion {
  readonly tags: readonly Reference[]
  readonly stop?: AbortController
  readonly isDryRun?: boolean
}

/** Concludes a run that proved an image of two platforms, which is in another registry. */
async function conclude({ tags, ...options }: Conclusion): Promise<RunReport> {
  const [concluded] = await concludeAll([tags], options)
  if (concluded === undefined) throw new Error('one report')
  return concluded
}

/** Concludes a run that proved several, each with tags of its own. */
async function concludeAll(
  images: readonly (readonly Reference[])[],
  { stop = new AbortController(), isDryRun = false }: Omit<Conclusion, 'tags'> = {},
): Promise<readonly RunReport[]> {
  await using origin = await startStaticRegistry()
  const client = newClient()
  const environment = readEnvironment({})
  const config = resolveUserConfig({ image: 'app' }, 'verify', environment)
  const context = { environment, signal: stop.signal, onEvent: () => {} }
  const publisher = openPublisher({ config: { ...config, publishes: true, isDryRun }, context, client })
  await publisher.expect(images.map((tags) => ({ name: 'app', tags })))
  const reports: RunReport[] = []
  const tagsOf = new Map<string, readonly Reference[]>()
  for (const tags of images) {
    const content = await freshIndex()
    const { repository, digest } = await pushImage(origin, content, `origin-${reports.length}`)
    const view = await openImageView(openRegistrySource(client, parseReference(`${repository}@${digest}`), repository))
    publisher.take(view)
    tagsOf.set(view.source.name, tags)
    const [amd64, arm64] = content.children.map((child) => child.document.digest)
    if (amd64 === undefined || arm64 === undefined) throw new Error('two platforms')
    reports.push({
      schemaVersion: 1,
      tool: { name: 'everyarch', version: '0.1.0' },
      command: 'verify',
      createdAt: '2026-11-22T04:00:00Z',
      image: { reference: view.source.name, digest },
      verdict: 'passed',
      exitCode: 0,
      findings: [],
      platforms: [
        { platform: 'linux/amd64', digest: amd64, ...platform },
        { platform: 'linux/arm64', digest: arm64, ...platform },
      ],
      errors: [],
    })
  }
  return await publisher.conclude(reports, tagsOf)
}

const isTagPut = (line: string): boolean => /^PUT .*\/manifests\/(?!sha256:)/.test(line)

describe('a run that is fine', () => {
  it('ends with 3 where a tag could not be made, and says which', async () => {
    const proxy = await proxied((line) => isTagPut(line) && /\/(second|third)$/.test(line) && 507)
    const tags = newTags(proxy.address, 'first', 'second', 'third')
    const report = await conclude({ tags })
    expect(report).toMatchObject({
      verdict: 'passed',
      exitCode: 3,
      publish: { state: 'incomplete', tags: [{ state: 'published' }, { state: 'kept' }, { state: 'kept' }] },
      errors: [
        { code: 'publish-failed', message: expect.stringMatching(/^1 of 3 tags were published; .*:second: .*507/) },
      ],
    })
  })

  it('ends with 3 where its content could not be sent, and no tag is touched', async () => {
    const proxy = await proxied((line) => line.startsWith('PUT') && line.includes('/uploads/') && 403)
    const tags = newTags(proxy.address, '1')
    expect(await conclude({ tags })).toMatchObject({
      verdict: 'passed',
      exitCode: 3,
      publish: { state: 'refused', tags: [{ state: 'kept' }] },
      errors: [{ code: 'publish-failed', message: expect.stringMatching(/^nothing was published: PUT .*403/) }],
    })
    expect(proxy.requests.filter(isTagPut)).toEqual([])
  })

  it('ends with 130 where it is interrupted while tags are made, which is said once', async () => {
    const stop = new AbortController()
    const proxy = await proxied((line) => {
      if (isTagPut(line)) stop.abort(new HarnessError('interrupted', 'interrupted by SIGINT'))
      return false
    })
    const tags = newTags(proxy.address, ...Array.from({ length: 12 }, (_, number) => `1.${number}`))
    const { exitCode, publish, errors } = await conclude({ tags, stop })
    expect([exitCode, publish?.state, errors.length]).toEqual([130, 'incomplete', 1])
    expect(errors[0]?.message.match(/interrupted by SIGINT/g)).toHaveLength(1)
  })

  it('is only spoken of in a dry run', async () => {
    const [tag] = newTags(registry.address, '1')
    if (tag === undefined) throw new Error('one tag')
    expect(await conclude({ tags: [tag], isDryRun: true })).toMatchObject({
      exitCode: 0,
      publish: { state: 'planned', tags: [{ reference: formatReference(tag), state: 'planned' }] },
    })
    expect(await digestAt(tag)).toBe(null)
  })
})

describe('a run of several images', () => {
  it('touches no tag while the content of one of them cannot be sent', async () => {
    const second: Reference[] = []
    const proxy = await proxied((line) => {
      return line.startsWith('PUT') && line.includes('/uploads/') && line.includes(second[0]?.repository ?? '?') && 403
    })
    const first = newTags(proxy.address, '1')
    second.push(...newTags(proxy.address, '1'))
    const reports = await concludeAll([first, second])
    expect(reports.map(({ exitCode, publish }) => [exitCode, publish?.state])).toEqual([
      [3, 'refused'],
      [3, 'refused'],
    ])
    expect(proxy.requests.filter(isTagPut)).toEqual([])
  })

  it('makes the tags of all', async () => {
    const images = [newTags(registry.address, '1', '2'), newTags(registry.address, '1')]
    const reports = await concludeAll(images)
    expect(reports.map(({ exitCode, publish }) => [exitCode, publish?.state, publish?.tags.length])).toEqual([
      [0, 'published', 2],
      [0, 'published', 1],
    ])
    for (const [number, tags] of images.entries()) {
      for (const tag of tags) expect(await digestAt(tag)).toBe(reports[number]?.image?.digest)
    }
  })
})
