import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { inspect, openImage, plan, publish, renderReport, verify } from '../../../src/index.ts'
import { computeDigest } from '../../../src/oci/digest.ts'
import { exitWith } from '../../../src/elf/programs.ts'
import { image, index } from '../../support/image-builder.ts'
import { layer } from '../../support/layer.ts'
import { programFor } from '../../support/program-image.ts'
import { pushImage } from '../../support/image-registry.ts'
import { startStaticRegistry } from '../../support/static-registry.ts'
import { layoutFiles, writeFolder } from '../image/layout-files.ts'
import { native, ran, shard } from '../report/shards.ts'

const program = programFor('linux/arm64', exitWith(0))
const layers = [
  await layer([
    { path: 'bin/app', bytes: program, mode: 0o755 },
    { path: 'sbin', symlink: 'bin' },
  ]),
  await layer([{ path: 'etc/app.conf', text: 'x=1', uid: 1000 }]),
]
const arm64 = image({ platform: 'linux/arm64/v8', layers, config: { Entrypoint: ['/bin/app'] } })
const multi = index([image({ platform: 'linux/amd64', layers }), arm64])

const layout = layoutFiles([multi], [multi.descriptor])
let name: string
/** Neither an engine nor a cache of this machine. */
let variables: Readonly<Record<string, string>>
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'everyarch-library-'))
  name = `oci:${await writeFolder(join(folder, 'image'), layout)}`
  variables = { DOCKER_HOST: `unix://${join(folder, 'none.sock')}`, XDG_CACHE_HOME: folder, HOME: folder }
  return () => rm(folder, { recursive: true, force: true })
})

describe('an opened image', () => {
  it('gives manifests, configs and files', async () => {
    await using opened = await openImage(name, { variables })
    const { digest, reference, attestations } = opened
    expect({ digest, reference, attestations }).toEqual({
      digest: multi.descriptor.digest,
      reference: name,
      attestations: 0,
    })
    const [, second] = opened.platforms
    expect(second).toMatchObject({
      platform: 'linux/arm64',
      declared: 'linux/arm64/v8',
      digest: arm64.descriptor.digest,
    })
    expect((await second?.readManifest())?.layers).toHaveLength(2)
    expect(await second?.readConfig()).toMatchObject({ config: { entrypoint: ['/bin/app'] } })
    const files = await second?.readFiles()
    expect(files?.find('/sbin/app')).toMatchObject({ path: '/bin/app', mode: 0o755, architecture: 'arm64' })
    expect(files?.find('/etc/app.conf')).toEqual({
      path: '/etc/app.conf',
      kind: 'file',
      mode: 0o644,
      uid: 1000,
      gid: 0,
      sizeBytes: 3,
    })
    expect(files?.find('/none')).toBeUndefined()
    expect(files?.list('/etc').map(({ path }) => path)).toEqual(['/etc/app.conf'])
    expect([...(files?.all() ?? [])].map(({ path }) => path)).toEqual(expect.arrayContaining(['/sbin', '/bin/app']))
  })

  it('gives nothing any more once it is closed, and may be closed twice', async () => {
    const opened = await openImage(name, { variables })
    await opened.close()
    await opened.close()
    await expect(opened.platforms[0]?.readConfig()).rejects.toMatchObject({ code: 'interrupted' })
  })

  it('is stopped by its signal, also between two reads', async () => {
    const controller = new AbortController()
    await using opened = await openImage(name, { variables, signal: controller.signal })
    await opened.platforms[0]?.readManifest()
    controller.abort()
    await expect(opened.platforms[0]?.readFiles()).rejects.toMatchObject({ code: 'interrupted' })
  })

  it('says which layer cannot be had', async () => {
    await using registry = await startStaticRegistry()
    const broken = image({ platform: 'linux/amd64', layers })
    const { reference, deleteBlob } = await pushImage(registry, broken)
    await deleteBlob(computeDigest(layers[0]?.bytes ?? program))
    await using opened = await openImage(reference, { variables })
    await expect(opened.platforms[0]?.readFiles()).rejects.toMatchObject({ code: 'content-missing' })
  })

  it('is not there by a wrong name', async () => {
    await expect(openImage('oci:none', { variables })).rejects.toMatchObject({ code: 'image-not-found' })
  })
})

describe('the library', () => {
  it('renders each document that the command line writes', async () => {
    const report = await inspect({ image: name, variables })
    expect(JSON.parse(await renderReport(report, 'json'))).toEqual(report)
    expect(await renderReport(report, 'markdown')).toContain('linux/arm64')
    expect(await renderReport(report, 'readme', { readme: { words: { platform: 'Runs on' } } })).toContain('Runs on')
    // @ts-expect-error what a program without types may say
    const wrong = renderReport(report, 'toString')
    await expect(wrong).rejects.toMatchObject({ code: 'usage-invalid', hint: expect.stringContaining('html') })
  })

  it('refuses what cannot be published as the command line does', async () => {
    const wrong = { code: 'usage-invalid' }
    await expect(verify({ image: name, publish: true, variables })).rejects.toMatchObject(wrong)
    await expect(verify({ image: name, dryRun: true, variables })).rejects.toMatchObject(wrong)
    await expect(publish({ report: 'report.json', tag: [], variables })).rejects.toMatchObject(wrong)
    // @ts-expect-error what a program without types may say
    const vague = verify({ image: name, publish: 'maybe', variables })
    await expect(vague).rejects.toMatchObject({ code: 'config-invalid', message: expect.stringContaining('publish') })
  })

  it('publishes by no report that proves too little, given as it is', async () => {
    const report = shard([ran('linux/amd64', native, 'failed')], { createdAt: new Date().toISOString() })
    const refused = publish({ report, tag: 'example.com/app:1', variables })
    await expect(refused).rejects.toMatchObject({
      code: 'publish-refused',
      message: expect.stringContaining('the report'),
    })
    const old = shard([ran('linux/amd64', native)], { createdAt: new Date(0).toISOString() })
    await expect(publish({ report: old, tag: 'example.com/app:1', variables })).rejects.toThrow(/old, and may be 24 h/)
  })

  it('plans one image at a time', async () => {
    await expect(plan({ image: [name, name], variables })).rejects.toMatchObject({ code: 'usage-invalid' })
  })
})
