import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inspect, platforms } from '../../../src/index.ts'
import { attestation } from '../../support/attestation.ts'
import type { ImageContent } from '../../support/content.ts'
import { image, index } from '../../support/image-builder.ts'
import { layer } from '../../support/layer.ts'
import { blobPath, type Files, layoutFiles, packFiles, without } from '../image/layout-files.ts'
import { temporaryFolder } from '../image/temporary-folder.ts'

const [amd64, arm64] = await Promise.all(
  ['linux/amd64', 'linux/arm64'].map(async (platform) =>
    image({ platform, layers: [await layer([{ path: 'app', text: platform }])] }),
  ),
)
if (amd64 === undefined || arm64 === undefined) throw new Error('no images were made')
const notes = [attestation(amd64), attestation(arm64)]
const multi = index([amd64, arm64, ...notes])
const whole = layoutFiles([multi], [multi.descriptor])

/** As an engine saves what it holds: a layout, with a list of its own beside the index. */
const saved: Files = { ...whole, 'manifest.json': '[]' }
const someSaved = [arm64, ...notes.map(({ content }) => content)].reduce(withoutContent, saved)

function withoutContent(files: Files, { document, blobs }: ImageContent): Files {
  return [document, ...blobs].reduce((left, blob) => without(left, blobPath(blob)), files)
}

async function save(files: Files) {
  const folder = await temporaryFolder()
  const path = join(folder, 'saved.tar')
  await writeFile(path, await packFiles(files))
  return { image: `docker-archive:${path}`, path, variables: { XDG_CACHE_HOME: folder, HOME: folder } }
}

const held = { platform: 'linux/amd64', verdict: 'passed' }
const absent = {
  code: 'store/platform-absent',
  message: expect.stringMatching(/saved\.tar does not hold this platform/),
  hint: expect.stringMatching(/^name the image in its registry/),
}

describe('a saved image of which the engine held one platform', () => {
  it('passes with that one: nothing is wrong with the image', async () => {
    const { path: _, ...options } = await save(someSaved)
    const report = await inspect(options)
    expect(report).toMatchObject({
      verdict: 'passed',
      exitCode: 0,
      findings: [],
      attestations: 2,
      platforms: [
        { ...held, findings: [] },
        { platform: 'linux/arm64', verdict: 'skipped', findings: [{ ...absent, severity: 'info' }] },
      ],
    })
  })

  it.each([{ platform: 'linux/arm64' }, { require: 'linux/arm64' }])('cannot answer for %o', async (wish) => {
    const { path: _, ...options } = await save(someSaved)
    const missed = { ...absent, severity: 'environment' }
    expect(await inspect({ ...options, ...wish })).toMatchObject({
      verdict: 'unverified',
      exitCode: 3,
      platforms: [
        {},
        {
          platform: 'linux/arm64',
          verdict: 'unverified',
          findings: [missed],
          checks: [
            { name: 'registry', status: 'unverified' },
            { name: 'config', status: 'unverified' },
          ],
        },
      ],
    })
    expect(await platforms({ ...options, ...wish })).toMatchObject({
      findings: expect.arrayContaining([
        expect.objectContaining({ code: 'store/platform-absent', severity: 'environment' }),
      ]),
    })
  })

  it('is listed with what is there', async () => {
    const { path, ...options } = await save(someSaved)
    const listing = await platforms(options)
    expect(listing).toMatchObject({
      platforms: [
        { platform: 'linux/amd64', sizeBytes: expect.any(Number) },
        { platform: 'linux/arm64', absentFrom: path },
      ],
    })
    expect(listing).not.toHaveProperty('findings')
    expect(listing).not.toHaveProperty(['platforms', '0', 'absentFrom'])
  })

  it('holds no platform whose layer is not there', async () => {
    const [, lost] = arm64.blobs
    if (lost === undefined) throw new Error('the image has no layer')
    const { path, ...options } = await save(without(saved, blobPath(lost)))
    expect(await inspect(options)).toMatchObject({
      verdict: 'passed',
      platforms: [held, { verdict: 'skipped', findings: [{ ...absent, severity: 'info' }] }],
    })
    expect(await platforms(options)).toMatchObject({ platforms: [{}, { absentFrom: path }] })
  })

  it('is unverified when it holds none', async () => {
    const { path: _, ...options } = await save(withoutContent(someSaved, amd64))
    expect(await inspect(options)).toMatchObject({ verdict: 'unverified', exitCode: 3 })
  })
})

describe('a saved image of an engine that keeps one platform of each', () => {
  it('lacks no platform: the index was lost before', async () => {
    const files = { ...layoutFiles([amd64], [amd64.descriptor]), 'manifest.json': '[]' }
    const { path: _, ...options } = await save(files)
    expect(await inspect(options)).toMatchObject({ exitCode: 0, findings: [{ code: 'index/not-an-index' }] })
    expect(await inspect({ ...options, require: ['linux/amd64', 'linux/arm64'] })).toMatchObject({
      verdict: 'unverified',
      exitCode: 3,
      findings: [
        { code: 'index/not-an-index', severity: 'info' },
        {
          code: 'store/platform-absent',
          severity: 'environment',
          message: expect.stringMatching(/saved\.tar keeps one platform of an image, and not linux\/arm64$/),
        },
      ],
      platforms: [held],
    })
  })
})

describe('a layout that no engine saved', () => {
  it('is damaged where content is missing', async () => {
    const { path, variables } = await save(withoutContent(whole, arm64))
    expect(await inspect({ image: `oci-archive:${path}`, variables })).toMatchObject({
      verdict: 'failed',
      platforms: [held, { verdict: 'failed', findings: [{ code: 'registry/manifest-missing' }] }],
    })
  })
})
