import { cp, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { RunReport } from '../../../src/report/report.ts'
import { parseRunReport } from '../../../src/report/parse.ts'
import { buildContext, busyboxStage, serverEnd } from '../../support/build-context.ts'
import { database, databaseClient } from '../../support/compose-image.ts'
import { uniqueText } from '../../support/content.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { runProcess } from '../../support/run-process.ts'

const project = fileURLToPath(new URL('../../../', import.meta.url))
const good = `${busyboxStage}RUN echo ${uniqueText()} > /made\n`

/** What `everyarch init` and then `everyarch verify`, with no further word, come to in a folder. */
async function begin(cwd: string, more: readonly string[] = []): Promise<RunReport> {
  const begun = await runEveryarch(['init', '--json'], { cwd })
  expect([begun.exitCode, begun.stderr]).toEqual([0, ''])
  expect(parseStdout(begun)).toMatchObject({ isWritten: true, folder: '.' })
  const verified = await runEveryarch(['verify', '--json', ...more], { cwd, timeoutMs: 280_000 })
  const report = parseRunReport(parseStdout(verified))
  expect([verified.exitCode, report.errors], verified.stderr).toEqual([0, []])
  expect(await findLeftovers(verified.pid)).toEqual([])
  return report
}

function passedSuites({ platforms }: RunReport): readonly string[] {
  return platforms.flatMap(({ platform, checks }) =>
    checks.filter(({ name, status }) => name.includes('image') && status === 'passed').map(() => platform),
  )
}

const both = ['linux/amd64', 'linux/arm64']

describe('a folder that everyarch init has begun', () => {
  it('is verified with no further word: the Flask example', async () => {
    await using context = await buildContext({})
    for (const name of ['Dockerfile', 'app.py'])
      await cp(join(project, 'examples/flask', name), join(context.path, name))
    // Where the hub of its base is out of reach.
    const base = await runProcess(join(project, 'scripts/engine'), ['base', 'flask'], { timeoutMs: 280_000 })
    const report = await begin(context.path, base.stdout.trim() === '' ? [] : [base.stdout.trim()])
    expect(report.platforms.map(({ platform, verdict, health }) => [platform, verdict, health?.status])).toEqual(
      both.map((platform) => [platform, 'passed', 200]),
    )
    expect(passedSuites(report)).toEqual(both)
  })

  it('is asked by its HEALTHCHECK, and where that asks', async () => {
    const check = 'HEALTHCHECK CMD ["/bin/busybox", "wget", "-qO-", "http://127.0.0.1:8080/index.html"]\n'
    await using context = await buildContext({ Dockerfile: `${good}${serverEnd}${check}` })
    const report = await begin(context.path)
    expect(report.platforms.map(({ health }) => [health?.url, health?.how])).toEqual(
      both.map(() => ['/index.html', expect.stringContaining('HEALTHCHECK ended with 0')]),
    )
    expect(passedSuites(report)).toEqual(both)
  })

  it('may have no port, and end', async () => {
    await using context = await buildContext({ Dockerfile: `${good}ENTRYPOINT ["/bin/busybox", "uname", "-m"]\n` })
    const report = await begin(context.path)
    expect(report.platforms.map(({ platform, verdict }) => [platform, verdict])).toEqual(
      both.map((platform) => [platform, 'passed']),
    )
    expect(passedSuites(report)).toEqual(both)
    expect(await readdir(join(context.path, 'checks'))).toEqual(['image.test.ts'])
  })

  it('gets what a compose file puts beside it', async () => {
    const registry = openDistributionRegistry()
    const client = await databaseClient(registry, both.map(clientPlatform))
    const { reference: redis } = await database(registry)
    const db = { image: redis, healthcheck: { test: ['CMD', 'redis-cli', 'ping'], interval: '500ms', retries: 20 } }
    const web = {
      build: '.',
      environment: { DATABASE: 'db:6379' },
      depends_on: { db: { condition: 'service_healthy' } },
    }
    await using context = await buildContext({
      Dockerfile: `FROM ${client.reference}\nLABEL unique=${uniqueText()}\nEXPOSE 8080\n`,
      'compose.yaml': JSON.stringify({ services: { web, db } }),
    })
    const report = await begin(context.path)
    expect(await readFile(join(context.path, 'everyarch.config.ts'), 'utf8')).toContain("service: 'web'")
    expect(report.platforms.map(({ verdict, health }) => [verdict, health?.status])).toEqual(
      both.map(() => ['passed', 200]),
    )
  })
})

function clientPlatform(platform: string): 'linux/amd64' | 'linux/arm64' {
  return platform === 'linux/arm64' ? platform : 'linux/amd64'
}
