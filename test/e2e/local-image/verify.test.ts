import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { docker, findLeftovers, removeImages } from '../../support/engine.ts'
import { parseStdout, runEveryarch, startEveryarch } from '../../support/everyarch.ts'
import { index } from '../../support/image-builder.ts'
import { pushImage } from '../../support/image-registry.ts'
import { blobPath, layoutFiles, packFiles, without, writeFolder } from '../../unit/image/layout-files.ts'

const folder = await mkdtemp(join(tmpdir(), 'everyarch-test-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const images = await Promise.all(
  (['linux/amd64', 'linux/arm64', 'linux/s390x'] as const).map((platform) => serverImage(platform)),
)
const image = index(images)
const files = layoutFiles([image], [image.descriptor])

async function verify(
  ...args: readonly string[]
): Promise<{ readonly report: RunReport; readonly left: readonly string[] }> {
  await using running = startEveryarch(['verify', '--json', '--http', '8080', ...args])
  const result = await running.finished
  const report = parseRunReport(parseStdout(result))
  expect(report.exitCode).toBe(result.exitCode)
  return { report, left: [...(await findLeftovers(running.pid)), ...(await listServedImages())] }
}

/** What was pulled from a registry that is gone. */
async function listServedImages(): Promise<readonly string[]> {
  const { stdout } = await docker('images', '--format', '{{.Repository}}')
  return stdout.split('\n').filter((name) => /^127\.0\.0\.1:\d+\/everyarch\/[0-9a-f]{16}$/.test(name))
}

it('every platform of an OCI image layout is run by its digest, and nothing of it stays in the engine', async () => {
  const { report, left } = await verify(`oci:${await writeFolder(join(folder, 'good'), files)}`)
  expect(report.image?.digest).toBe(image.descriptor.digest)
  expect(report.platforms.map(({ verdict, uname, digest }) => [verdict, uname, digest])).toEqual([
    ['passed', 'x86_64', images[0]?.descriptor.digest],
    ['passed', 'aarch64', images[1]?.descriptor.digest],
    ['passed', 's390x', images[2]?.descriptor.digest],
  ])
  expect(left).toEqual([])
})

it('an archive that lacks a layer of one platform fails that platform alone', async () => {
  const lost = images[1]?.blobs.at(-1)
  if (lost === undefined) throw new Error('the image has no layer')
  const path = join(folder, 'damaged.tar')
  await writeFile(path, await packFiles(without(files, blobPath(lost))))
  const { report, left } = await verify(`oci-archive:${path}`, '--platform', 'linux/amd64,linux/arm64')
  expect(report.platforms.map(({ verdict }) => verdict)).toEqual(['passed', 'failed', 'skipped'])
  expect(report.platforms[1]?.findings.map(({ code }) => code)).toContain('registry/blob-missing')
  expect(left).toEqual([])
})

it("what an engine holds is run, and platforms it does not hold are nobody's fault", async () => {
  const pushed = await pushImage(openDistributionRegistry(), image, 'verify-daemon')
  await docker('pull', '--quiet', '--platform', 'linux/amd64', pushed.reference)
  const { report, left } = await verify(`docker-daemon:${pushed.reference}`)
  expect(report.platforms.map(({ verdict }) => verdict)).toEqual(['passed', 'skipped', 'skipped'])
  expect([report.exitCode, left]).toEqual([0, []])
  await removeImages(pushed.repository)
})

it('says where it runs an image that is in no registry', async () => {
  const { stderr } = await runEveryarch(['verify', '--http', '8080', '--platform', 'linux/amd64', `oci:${folder}/good`])
  expect(stderr).toMatch(/oci:.*good is run from a registry on 127\.0\.0\.1:\d+/)
})
