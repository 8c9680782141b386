import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import { buildContext, busyboxStage, serverEnd } from '../../support/build-context.ts'
import { bringUpBuilders, buildersMustComeUp, listBuilderSets } from '../../support/builders.ts'
import { uniqueText } from '../../support/content.ts'
import { digestAt } from '../../support/digest-at.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'

const registry = openDistributionRegistry()
const builders = await bringUpBuilders()
afterAll(() => ('config' in builders ? builders.close() : undefined))

it('builders come up where they can', async () => {
  expect('config' in builders).toBe(await buildersMustComeUp())
})

describe.each(listBuilderSets(builders))('an image built by another builder', ({ config }) => {
  const env = { BUILDX_CONFIG: config }
  const flags = ['--platform', 'linux/amd64,linux/arm64', '--http', '8080', '--json']
  let context: Awaited<ReturnType<typeof buildContext>> | undefined
  beforeAll(async () => {
    context = await buildContext({ Dockerfile: `${busyboxStage}RUN echo ${uniqueText()} > /made\n${serverEnd}` })
    return () => context?.[Symbol.asyncDispose]()
  })
  const verify = (...args: readonly string[]) =>
    runEveryarch(['verify', '--build', context?.path ?? '', ...flags, ...args], { env })

  it.each([
    ['everyarch-container', 'docker-container'],
    ['everyarch-remote', 'remote'],
  ])('%s is verified by digest, and published as it was verified', async (builder, driver) => {
    const tag = `${registry.address}/built/${builder}-${uniqueText().slice(0, 8)}:1`
    const result = await verify('--builder', builder, '--tag', tag, '--publish')
    expect(result.exitCode, result.stderr).toBe(0)
    const report = parseRunReport(parseStdout(result))
    expect(report.builds).toMatchObject([{ builder, driver, staging: 'registry' }])
    expect(report.platforms.map(({ platform, verdict }) => `${platform} ${verdict}`)).toEqual([
      'linux/amd64 passed',
      'linux/arm64 passed',
    ])
    expect(await digestAt(tag)).toBe(report.image?.digest)
    expect(result.stderr).toContain(`${builder} builds linux/amd64 natively, linux/arm64 emulated`)
  })

  it('needs no registry where there is nothing to publish', async () => {
    const result = await verify('--builder', 'everyarch-remote')
    expect(result.exitCode, result.stderr).toBe(0)
    expect(parseRunReport(parseStdout(result)).builds).toMatchObject([{ driver: 'remote', staging: 'layout' }])
  })
})
