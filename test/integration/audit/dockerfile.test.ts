import { describe, expect, it } from 'vitest'
import { configMismatch } from '../../support/acceptance/config-mismatch.ts'
import { digestShared } from '../../support/acceptance/digest-shared.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { inspectOne } from '../../support/inspect.ts'
import { temporaryFile } from '../../support/temporary-file.ts'

const registry = openDistributionRegistry()
const wrong = 'FROM alpine AS build\n\nFROM --platform=$BUILDPLATFORM alpine\nCOPY --from=build /app /app\n'
const hint = expect.stringMatching(/Dockerfile:3 the last stage is of the builder's platform/)
const evidence = expect.objectContaining({
  dockerfile: [
    { file: expect.any(String), line: 3, text: 'FROM --platform=$BUILDPLATFORM alpine', why: expect.any(String) },
  ],
})

describe('inspect with the Dockerfile at hand', () => {
  it('points at the line that mislabels a config', async () => {
    const { reference } = await configMismatch(registry)
    await using file = await temporaryFile('Dockerfile', wrong)
    const { platforms } = await inspectOne([reference, '--dockerfile', file.path])
    const found = platforms.flatMap(({ findings }) => findings)
    expect(found).toContainEqual(expect.objectContaining({ code: 'config/platform-mismatch', hint, evidence }))
  })

  it('points at the line that gives two platforms one manifest', async () => {
    const { reference } = await digestShared(registry)
    await using file = await temporaryFile('Dockerfile', wrong)
    const { findings } = await inspectOne([reference, '--dockerfile', file.path])
    expect(findings).toContainEqual(expect.objectContaining({ code: 'index/digest-shared', hint, evidence }))
  })

  it('finds nothing in a good image, whatever the file says', async () => {
    const { reference } = await pushPair(registry, 'good', (platform) => serverImage(platform))
    await using file = await temporaryFile('Dockerfile', wrong)
    const report = await inspectOne([reference, '--dockerfile', file.path, '--strict'])
    expect(report).toMatchObject({ exitCode: 0, findings: [] })
  })

  it('refuses a file that is not there', async () => {
    const { reference } = await pushPair(registry, 'good', (platform) => serverImage(platform))
    const report = await inspectOne([reference, '--dockerfile', 'nowhere/Dockerfile'])
    expect(report).toMatchObject({ exitCode: 2, errors: [{ code: 'config-invalid' }] })
  })
})
