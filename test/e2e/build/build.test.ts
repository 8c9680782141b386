import { describe, expect, it } from 'vitest'
import type { BuildReport } from '../../../src/report/build-report.ts'
import { parseRunReport, parseRunReports } from '../../../src/report/parse.ts'
import { listRunReports } from '../../../src/report/run-reports.ts'
import { buildContext, busyboxStage, serverEnd } from '../../support/build-context.ts'
import { uniqueText } from '../../support/content.ts'
import { digestAt } from '../../support/digest-at.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { listBuildFolders } from './build-folders.ts'

const registry = openDistributionRegistry()
const both = ['--platform', 'linux/amd64,linux/arm64']
const goodFile = `${busyboxStage}RUN echo ${uniqueText()} > /made\n${serverEnd}`

function uniqueTag(): string {
  return `${registry.address}/built/app-${uniqueText().slice(0, 8)}:1`
}

function stepsOf(builds: readonly BuildReport[] | undefined, pattern: RegExp) {
  const steps = (builds ?? []).flatMap((build) => build.steps)
  return steps
    .filter(({ instruction }) => pattern.test(instruction))
    .map(({ platform, status, execution }) => `${platform} ${status} ${execution}`)
    .toSorted()
}

describe('an image that is built', () => {
  it('is verified in its repository by digest, and published as it was verified', async () => {
    await using context = await buildContext({ Dockerfile: goodFile })
    const tag = uniqueTag()
    const args = ['verify', '--build', context.path, ...both, '--tag', tag, '--http', '8080', '--json']
    const proven = await runEveryarch(args)
    expect(proven.exitCode, proven.stderr).toBe(0)
    const report = parseRunReport(parseStdout(proven))
    expect(report.image?.reference).toBe(`${tag.slice(0, -2)}@${report.image?.digest}`)
    expect(report.attestations).toBe(2)
    expect(stepsOf(report.builds, /^RUN/)).toEqual(['linux/amd64 done native', 'linux/arm64 done emulated'])
    expect(report.builds).toMatchObject([
      { context: context.path, builder: 'default', driver: 'docker', staging: 'registry' },
    ])
    expect(proven.stderr).toContain(`by digest in ${tag.slice(0, -2)}, with no tag`)
    expect(await digestAt(tag)).toBeNull()

    const published = await runEveryarch([...args, '--publish'])
    expect(published.exitCode, published.stderr).toBe(0)
    const again = parseRunReport(parseStdout(published))
    expect(stepsOf(again.builds, /^RUN/)).toEqual(['linux/amd64 cached native', 'linux/arm64 cached emulated'])
    expect(await digestAt(tag)).toBe(again.image?.digest)
    expect(await findLeftovers(published.pid)).toEqual([])
    expect(await listBuildFolders(published.pid)).toEqual([])
  })

  it('of a single platform needs no registry, and leaves nothing', async () => {
    await using context = await buildContext({ 'docker/app.Dockerfile': `${goodFile}FROM scratch AS unused\n` })
    const file = `${context.path}/docker/app.Dockerfile`
    const flags = ['--platform', 'linux/arm64', '--file', file, '--target', 'main', '--http', '8080', '--json']
    const named = await buildContext({ Dockerfile: goodFile.replace('FROM scratch', 'FROM scratch AS main') })
    await using other = named
    const build = ['--build', other.path, '--label', 'made=here', '--', '--no-cache']
    const wrong = await runEveryarch(['verify', ...flags, ...build])
    expect(wrong.exitCode, wrong.stderr).toBe(2)
    expect(wrong.stderr).toContain('target stage "main" could not be found')
    const result = await runEveryarch([
      'verify',
      ...flags.filter((word) => word !== '--file' && word !== file),
      ...build,
    ])
    expect(result.exitCode, result.stderr).toBe(0)
    const report = parseRunReport(parseStdout(result))
    expect(report.builds).toMatchObject([{ staging: 'layout' }])
    expect(report.platforms.map(({ platform, verdict }) => `${platform} ${verdict}`)).toEqual(['linux/arm64 passed'])
    expect(await listBuildFolders(result.pid)).toEqual([])
  })

  it('may be several of a bake file, each with a tag of its own', async () => {
    const name = uniqueText().slice(0, 8)
    const bake = `
      target "default" {
        name = "app-\${item}"
        matrix = { item = ["one", "two"] }
        args = { ITEM = item }
        tags = ["${registry.address}/built/\${item}-${name}:1"]
        platforms = ["linux/amd64", "linux/arm64"]
      }`
    const file = `${busyboxStage}ARG ITEM\nRUN echo $ITEM ${uniqueText()} > /item\n${serverEnd}`
    await using context = await buildContext({ Dockerfile: file, 'docker-bake.hcl': bake })
    const result = await runEveryarch(['verify', '--bake', 'docker-bake.hcl', '--http', '8080', '--json'], {
      cwd: context.path,
    })
    expect(result.exitCode, result.stderr).toBe(0)
    const reports = listRunReports(parseRunReports(parseStdout(result)))
    const repositories = reports.map(({ image }) => image?.reference.replace(/@.*/, ''))
    expect(repositories).toEqual(['one', 'two'].map((item) => `${registry.address}/built/${item}-${name}`))
    for (const item of ['one', 'two']) expect(await digestAt(`${registry.address}/built/${item}-${name}:1`)).toBeNull()
    for (const { builds } of reports) {
      expect(builds?.flatMap(({ images }) => images)).toHaveLength(1)
      expect(stepsOf(builds, /^RUN/)).toEqual(['linux/amd64 done native', 'linux/arm64 done emulated'])
    }
  })

  it('may come from standard input', async () => {
    const file = `FROM scratch\nLABEL unique=${uniqueText()}\nENTRYPOINT ["/nothing"]\n`
    const flags = ['--platform', 'linux/amd64,linux/arm64', '--expect', 'exit:0', '--json']
    const result = await runEveryarch(['verify', '--build', '-', ...flags], { input: file })
    expect(result.exitCode, result.stderr).toBe(1)
    const report = parseRunReport(parseStdout(result))
    expect(report.builds).toMatchObject([{ context: '-' }])
    expect(report.platforms.flatMap(({ findings }) => findings.map(({ code }) => code))).toContain(
      'rootfs/entrypoint-missing',
    )
  })
})
