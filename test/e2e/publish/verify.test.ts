import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { busyboxImage, serverImage } from '../../support/busybox-image.ts'
import { uniqueText } from '../../support/content.ts'
import { digestAt } from '../../support/digest-at.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { parseStdout, runEveryarch, startEveryarch } from '../../support/everyarch.ts'
import { index } from '../../support/image-builder.ts'
import { startRegistryProxy } from '../../support/registry-proxy.ts'
import { layoutFiles, writeFolder } from '../../unit/image/layout-files.ts'

const registry = openDistributionRegistry()
const folder = await mkdtemp(join(tmpdir(), 'everyarch-test-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const good = await pushPair(registry, 'publish-good', serverImage)
const broken = await pushPair(registry, 'publish-broken', (platform) =>
  platform === 'linux/arm64'
    ? busyboxImage(platform, { config: { Entrypoint: ['/bin/false'], ExposedPorts: { '8080/tcp': {} } } })
    : serverImage(platform),
)
const tags = (address: string, ...names: readonly string[]): readonly string[] => {
  const repository = `${address}/published/verified-${uniqueText().slice(0, 12)}`
  return names.map((name) => `${repository}:${name}`)
}

async function verify(image: string, ...args: readonly string[]): Promise<{ report: RunReport; stderr: string }> {
  const result = await runEveryarch(['verify', image, '--http', '8080', '--json', ...args])
  const report = parseRunReport(parseStdout(result))
  expect(report.exitCode).toBe(result.exitCode)
  return { report, stderr: result.stderr }
}

describe('verify --publish', () => {
  it('makes tags of an image whose every platform passed, and a broken one leaves them in place', async () => {
    const [one = '', two = ''] = tags(registry.address, '1.4', 'latest')
    const { report } = await verify(good.reference, '--publish', '--tag', `${one},${two}`)
    expect([report.exitCode, report.publish]).toEqual([
      0,
      {
        state: 'published',
        tags: [one, two].map((reference) => ({ reference, state: 'published' })),
        sentBytes: 0,
        accepted: [],
      },
    ])
    expect(await digestAt(one)).toBe(good.digest)

    const second = await verify(broken.reference, '--publish', '--tag', one)
    expect([second.report.exitCode, second.report.publish]).toMatchObject([
      1,
      {
        state: 'refused',
        tags: [{ reference: one, state: 'kept', previous: good.digest }],
        reasons: ['linux/arm64 is failed'],
      },
    ])
    expect(await digestAt(one)).toBe(good.digest)
  })

  it('sends an image of an OCI layout, which is in no registry', async () => {
    const content = index([await serverImage('linux/amd64'), await serverImage('linux/arm64')])
    const layout = await writeFolder(join(folder, 'layout'), layoutFiles([content], [content.descriptor]))
    const [tag = ''] = tags(registry.address, '1')
    const saved = join(folder, 'layout.json')
    const { report } = await verify(`oci:${layout}`, '--publish', '--tag', tag, '--reporter', `json=${saved}`)
    expect(report.publish).toMatchObject({ state: 'published', sentBytes: expect.any(Number) })
    expect(await digestAt(tag)).toBe(content.document.digest)

    const [other] = content.children
    if (other === undefined) throw new Error('no child')
    await writeFolder(layout, layoutFiles([content], [other.descriptor]))
    const changed = await runEveryarch(['publish', saved, '--tag', `${tag}-2`])
    expect([changed.exitCode, changed.stderr.replace(/\s+/g, ' ')]).toEqual([
      3,
      expect.stringContaining(`is ${other.document.digest} now, and ${content.document.digest} was proven`),
    ])
    expect(await digestAt(`${tag}-2`)).toBe(null)
  })

  it('publishes nothing of which a platform was not looked at, and says what it would do without --publish', async () => {
    const [tag = ''] = tags(registry.address, '1')
    const args = ['--publish', '--tag', tag, '--platform', 'linux/amd64']
    const { report, stderr } = await verify(good.reference, ...args)
    expect(stderr).toContain('nothing will be published: linux/arm64 is not asked for')
    expect(report).toMatchObject({
      verdict: 'passed',
      exitCode: 3,
      publish: { state: 'refused', reasons: ['linux/arm64 was not asked for'] },
      errors: [{ code: 'publish-refused' }],
    })
    const told = await verify(good.reference, '--tag', tag)
    expect([told.report.exitCode, told.report.publish?.state]).toEqual([0, 'planned'])
    expect(await digestAt(tag)).toBe(null)
  })

  it('says which tags were made where it was interrupted, and a report of it publishes the others', async () => {
    const made = Promise.withResolvers<void>()
    await using proxy = await startRegistryProxy(registry.address, (line) => {
      if (/PUT .*\/manifests\/1\.\d+$/.test(line)) made.resolve()
      return false
    })
    const wanted = tags(proxy.address, ...Array.from({ length: 40 }, (_, number) => `1.${number}`))
    const saved = join(folder, 'interrupted.json')
    const args = ['verify', good.reference, '--http', '8080', '--publish', '--tag', wanted.join(',')]
    await using running = startEveryarch([...args, '--reporter', `json=${saved}`, '--json'])
    await made.promise
    running.kill('SIGINT')
    const result = await running.finished
    const report = parseRunReport(parseStdout(result))
    expect([result.exitCode, report.publish?.state]).toEqual([130, 'incomplete'])
    const states = new Map(report.publish?.tags.map(({ reference, state }) => [reference, state]))
    for (const tag of wanted) {
      expect([tag, states.get(tag)]).toEqual([tag, (await digestAt(tag)) === null ? 'kept' : 'published'])
    }
    const rest = await runEveryarch(['publish', saved, '--tag', wanted.join(',')])
    expect([rest.stderr, rest.exitCode]).toEqual([expect.any(String), 0])
    for (const tag of wanted) expect(await digestAt(tag)).toBe(good.digest)
  })
})

describe('before anything is run', () => {
  const password = `hunter2-${uniqueText().slice(0, 12)}`

  it('missing push rights are found out, and the password is in nothing that is written', async () => {
    const basic = Buffer.from(`reader:${password}`).toString('base64')
    await using proxy = await startRegistryProxy(registry.address, (line, { headers }) => {
      if (headers.authorization !== `Basic ${basic}`) return 401
      return !line.startsWith('GET') && !line.startsWith('HEAD') ? 403 : false
    })
    const [tag = ''] = tags(proxy.address, '1')
    const env = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [proxy.address]: { auth: basic } } }) }
    const args = ['verify', good.reference, '--http', '8080', '--publish', '--tag', tag, '--json', '--debug']
    const result = await runEveryarch(args, { env })
    expect([result.exitCode, parseRunReport(parseStdout(result))]).toMatchObject([
      3,
      {
        verdict: 'unverified',
        platforms: [],
        errors: [{ code: 'registry-denied', hint: expect.stringMatching(/may read there/) }],
      },
    ])
    for (const secret of [password, basic]) expect(result.stdout + result.stderr).not.toContain(secret)
  })
})
