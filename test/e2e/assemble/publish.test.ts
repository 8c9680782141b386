import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { attestation } from '../../support/attestation.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { uniqueText } from '../../support/content.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { index } from '../../support/image-builder.ts'
import { pushImage } from '../../support/image-registry.ts'
import { digestAt } from '../../support/digest-at.ts'

const registry = openDistributionRegistry()
const folder = await mkdtemp(join(tmpdir(), 'everyarch-test-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const tag = `${registry.address}/everyarch/assembled-${uniqueText().slice(0, 12)}:1.4`
const annotation = ['--annotation', 'index:org.opencontainers.image.title=app'] as const

/** Two repositories, as of two machines, each with an image and its attestation. */
async function pushParts(): Promise<string> {
  const parts = (['linux/amd64', 'linux/arm64'] as const).map(async (platform) => {
    const image = await serverImage(platform)
    const { repository, digest } = await pushImage(registry, index([image, attestation(image)]), 'part')
    return `${repository}@${digest}`
  })
  return `assemble:${(await Promise.all(parts)).join(',')}`
}

it('images of several repositories are verified as one, and published with that index alone', async () => {
  const name = await pushParts()
  const report = join(folder, 'report.json')
  const verified = await runEveryarch([
    'verify',
    name,
    ...annotation,
    '--http=8080',
    '--json',
    `--reporter=json=${report}`,
  ])
  expect(verified).toMatchObject({ exitCode: 0 })
  expect(parseStdout(verified)).toMatchObject({ image: { reference: name }, verdict: 'passed', attestations: 2 })
  expect(await findLeftovers(verified.pid)).toEqual([])
  expect(await digestAt(tag)).toBeNull()

  const other = await runEveryarch(['publish', report, '--tag', tag])
  expect(other).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('--annotation that verify was given') })
  const published = await runEveryarch(['publish', report, ...annotation, '--tag', tag, '--json'])
  // All of it is in the registry: it is mounted.
  expect(parseStdout(published)).toMatchObject({ tags: [{ reference: tag, state: 'published' }], sentBytes: 0 })
  const looked = await runEveryarch(['platforms', tag, '--json'])
  expect(parseStdout(looked)).toMatchObject({
    image: { digest: await digestAt(tag) },
    platforms: [{ platform: 'linux/amd64' }, { platform: 'linux/arm64' }],
    attestations: 2,
  })
})

it('two images for one platform are refused before anything runs', async () => {
  const [first, second] = [await pushParts(), await pushParts()]
  const result = await runEveryarch([
    'verify',
    `${first},${second.replace('assemble:', '')}`,
    '--publish',
    '--tag',
    tag,
  ])
  expect(result).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('there are two images for linux/amd64') })
})

it('an annotation wants something to annotate', async () => {
  const result = await runEveryarch(['platforms', 'app:1.4', ...annotation])
  expect(result).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--annotation is for an image') })
})
