import { describe, expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import { buildContext, busyboxStage, serverEnd } from '../../support/build-context.ts'
import { containerBuilder } from '../../support/builders.ts'
import { uniqueText } from '../../support/content.ts'
import { digestAt } from '../../support/digest-at.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { startRegistryProxy } from '../../support/registry-proxy.ts'
import { listBuildFolders } from './build-folders.ts'

const registry = openDistributionRegistry()
const flags = ['--platform', 'linux/amd64,linux/arm64', '--http', '8080', '--json']

function goodContext() {
  return buildContext({ Dockerfile: `${busyboxStage}RUN echo ${uniqueText()} > /made\n${serverEnd}` })
}

function uniqueRepository(address: string): string {
  return `${address}/staged/app-${uniqueText().slice(0, 8)}`
}

describe('a builder in a container', () => {
  it('pushes by digest, and the tag is made of what was verified', async () => {
    await using context = await goodContext()
    const tag = `${uniqueRepository(registry.address)}:1`
    const args = ['verify', '--build', context.path, '--tag', tag, '--publish', '--provenance', 'mode=max', ...flags]
    const result = await runEveryarch(args, { env: await containerBuilder() })
    expect(result.exitCode, result.stderr).toBe(0)
    const report = parseRunReport(parseStdout(result))
    expect(report).toMatchObject({ attestations: 2, builds: [{ driver: 'docker-container', staging: 'registry' }] })
    expect(await digestAt(tag)).toBe(report.image?.digest)
  })

  it('exports an archive where there is no tag, which goes with the run', async () => {
    await using context = await goodContext()
    const result = await runEveryarch(['verify', '--build', context.path, ...flags], { env: await containerBuilder() })
    expect(result.exitCode, result.stderr).toBe(0)
    const report = parseRunReport(parseStdout(result))
    expect(report).toMatchObject({
      image: { reference: `build:${context.path}` },
      attestations: 2,
      builds: [{ driver: 'docker-container', staging: 'layout' }],
    })
    expect(await listBuildFolders(result.pid)).toEqual([])
  })
})

it('what a registry does not take without a tag waits here', async () => {
  await using proxy = await startRegistryProxy(registry.address, (line) =>
    /^PUT .*\/manifests\/sha256:/.test(line) ? 400 : false,
  )
  await using context = await goodContext()
  const tag = `${uniqueRepository(proxy.address)}:1`
  const result = await runEveryarch(['verify', '--build', context.path, '--tag', tag, ...flags])
  expect(result.exitCode, result.stderr).toBe(0)
  expect(result.stderr).toContain('the registry takes no manifest without a tag: what is built waits here instead')
  expect(parseRunReport(parseStdout(result)).builds).toMatchObject([{ staging: 'layout' }])
})

it('what such a registry is to publish is not built twice', async () => {
  await using proxy = await startRegistryProxy(registry.address, (line) =>
    /^PUT .*\/manifests\/sha256:/.test(line) ? 400 : false,
  )
  await using context = await goodContext()
  const tag = `${uniqueRepository(proxy.address)}:1`
  const result = await runEveryarch(['verify', '--build', context.path, '--tag', tag, '--publish', ...flags])
  expect(result.exitCode, result.stderr).toBe(3)
  expect(parseRunReport(parseStdout(result)).errors).toMatchObject([{ code: 'publish-refused' }])
  expect(result.stderr).not.toContain('what is built waits here instead')
})

it('a registry that dies while it is pushed to is told of by its own error', async () => {
  await using proxy = await startRegistryProxy(registry.address, (line) =>
    /^PUT .*\/blobs\//.test(line) ? 507 : false,
  )
  await using context = await goodContext()
  const tag = `${uniqueRepository(proxy.address)}:1`
  const result = await runEveryarch(['verify', '--build', context.path, '--tag', tag, ...flags])
  expect(result.exitCode, result.stderr).toBe(3)
  expect(parseRunReport(parseStdout(result)).errors).toMatchObject([{ code: 'registry-failed' }])
})
