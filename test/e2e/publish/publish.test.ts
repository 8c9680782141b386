import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { uniqueText } from '../../support/content.ts'
import { digestAt } from '../../support/digest-at.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { startRegistryProxy } from '../../support/registry-proxy.ts'

const registry = openDistributionRegistry()
const folder = await mkdtemp(join(tmpdir(), 'everyarch-test-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const image = await pushPair(registry, 'publish', serverImage)
const report = join(folder, 'report.json')
const verified = await runEveryarch(['verify', image.reference, '--http', '8080', '--reporter', `json=${report}`])
if (verified.exitCode !== 0) throw new Error(verified.stderr)

async function publish(...args: readonly string[]) {
  const result = await runEveryarch(['publish', '--json', ...args])
  return { exitCode: result.exitCode, stderr: result.stderr, document: parseStdout(result) }
}

/** A report that says something else. */
async function changed(name: string, change: (text: string) => string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, change(await readFile(report, 'utf8')))
  return path
}

describe('what a report proved', () => {
  it('is published as it is under many tags, and nothing is sent twice', async () => {
    await using proxy = await startRegistryProxy(registry.address)
    const repository = `${proxy.address}/published/app-${uniqueText().slice(0, 8)}`
    const tags = Array.from({ length: 20 }, (_, number) => `${repository}:1.${number}`)
    const { exitCode, document } = await publish(report, '--tag', tags.join(','))
    expect(exitCode).toBe(0)
    expect(document).toMatchObject({
      image: { digest: image.digest },
      tags: tags.map((reference) => ({ reference, state: 'published' })),
    })
    for (const tag of tags) expect(await digestAt(tag)).toBe(image.digest)

    const sent = proxy.requests.filter((line) => /^(?:PUT|POST|PATCH) /.test(line))
    const manifests = sent.filter((line) => line.includes('/manifests/'))
    const uploads = sent.filter((line) => line.startsWith('PUT') && line.includes('/uploads/'))
    expect(manifests).toHaveLength(2 + tags.length)
    expect(new Set(manifests).size).toBe(manifests.length)
    expect(new Set(uploads).size).toBe(uploads.length)
  })

  it('needs no bytes at all in its own repository', async () => {
    const { document } = await publish(report, '--tag', `${image.repository}:stable`)
    expect(document).toMatchObject({ sentBytes: 0, tags: [{ state: 'published' }] })
    expect(await digestAt(`${image.repository}:stable`)).toBe(image.digest)
    expect((await publish(report, '--tag', `${image.repository}:stable`)).document).toMatchObject({
      tags: [{ state: 'unchanged', previous: image.digest }],
    })
  })

  it('is mounted from one repository of a registry into another', async () => {
    const { document } = await publish(
      report,
      '--tag',
      `${registry.address}/published/mounted-${uniqueText().slice(0, 8)}:1`,
    )
    expect(document).toMatchObject({ sentBytes: 0, tags: [{ state: 'published' }] })
  })

  it('is only talked about in a dry run', async () => {
    const reference = `${registry.address}/published/dry-${uniqueText().slice(0, 8)}:1`
    const { exitCode, document } = await publish(report, '--tag', reference, '--dry-run')
    expect([exitCode, document]).toEqual([0, expect.objectContaining({ tags: [{ reference, state: 'planned' }] })])
    expect(await digestAt(reference)).toBe(null)
  })
})

describe('a registry that fails between two tags', () => {
  it('has some, which is said, and a second call makes the others', async () => {
    let isDown = true
    await using proxy = await startRegistryProxy(
      registry.address,
      (line) => isDown && /PUT .*\/manifests\/second$/.test(line),
    )
    const repository = `${proxy.address}/published/torn-${uniqueText().slice(0, 8)}`
    const tags = ['first', 'second', 'third'].map((tag) => `${repository}:${tag}`)
    const torn = await publish(report, '--tag', tags.join(','))
    expect(torn.exitCode).toBe(3)
    expect(torn.document).toMatchObject({
      tags: [{ state: 'published' }, { state: 'kept', error: { code: 'registry-failed' } }, { state: 'published' }],
    })
    isDown = false
    expect((await publish(report, '--tag', tags.join(','))).document).toMatchObject({
      tags: [{ state: 'unchanged' }, { state: 'published' }, { state: 'unchanged' }],
    })
  })
})

describe('nothing is published', () => {
  const tag = `${registry.address}/published/refused-${uniqueText().slice(0, 8)}:1`

  it.each([
    [
      'a verdict that was written by hand',
      (text: string) => text.replace('"verdict": "passed"', '"verdict": "failed"'),
      /it was changed/,
    ],
    [
      'a platform that was made to pass',
      (text: string) => text.replace('"status": "passed"', '"status": "failed"'),
      /it was changed/,
    ],
    [
      'a report out of which a platform was taken',
      (text: string) => {
        const saved = parseRunReport(JSON.parse(text))
        return JSON.stringify({ ...saved, platforms: saved.platforms.slice(0, 1) })
      },
      /linux\/arm64 \(sha256:[0-9a-f]+\) is in the index and was not looked at/,
    ],
    [
      'a report of last week',
      (text: string) => text.replace(/"createdAt": "[^"]+"/, '"createdAt": "2020-01-01T00:00:00Z"'),
      /days old, and may be 24 h/,
    ],
    [
      'a report of the future',
      (text: string) => text.replace(/"createdAt": "[^"]+"/, '"createdAt": "2120-01-01T00:00:00Z"'),
      /of the future/,
    ],
    ['a report cut in the middle', (text: string) => text.slice(0, 500), /is cut off|is no JSON document/],
    [
      'another digest',
      (text: string) => text.replaceAll(image.digest, `sha256:${'0'.repeat(64)}`),
      /is not to be found .* the report was changed, or the image is gone cause: .* has no manifest sha256:0000/,
    ],
  ])('by %s', async (name, change, said) => {
    const path = await changed(`${name.replaceAll(' ', '-')}.json`, change)
    const { exitCode, stdout, stderr } = await runEveryarch(['publish', path, '--tag', tag])
    expect([stdout, stderr.replace(/\s+/g, ' ')]).toEqual(['', expect.stringMatching(said)])
    // A file that is no report is a wrong request; what a report cannot prove is refused.
    expect(exitCode).toBe(name.includes('cut') ? 2 : 3)
    expect(await digestAt(tag)).toBe(null)
  })

  it('while a platform of the index was not looked at', async () => {
    const path = join(folder, 'half.json')
    await runEveryarch([
      'verify',
      image.reference,
      '--platform',
      'linux/amd64',
      '--http',
      '8080',
      '--reporter',
      `json=${path}`,
    ])
    const { exitCode, stderr } = await runEveryarch(['publish', path, '--tag', tag])
    expect([exitCode, stderr.replace(/\s+/g, ' ')]).toEqual([
      3,
      expect.stringMatching(/linux\/arm64 was not asked for/),
    ])
  })

  it('by a report of inspect, which runs nothing', async () => {
    const path = join(folder, 'inspected.json')
    await runEveryarch(['inspect', image.reference, '--reporter', `json=${path}`])
    const { exitCode, stderr } = await runEveryarch(['publish', path, '--tag', tag])
    expect([exitCode, stderr.replace(/\s+/g, ' ')]).toEqual([3, expect.stringMatching(/linux\/amd64 was not run/)])
  })
})
