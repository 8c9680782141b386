import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { parseRunReports } from '../../../src/report/parse.ts'
import { listRunReports } from '../../../src/report/run-reports.ts'
import { busybox } from '../../support/busybox.ts'
import { uniqueText } from '../../support/content.ts'
import { digestAt } from '../../support/digest-at.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'

const { address } = openDistributionRegistry()
const folder = await mkdtemp(join(tmpdir(), 'everyarch-test-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const repository = `${address}/published/baked-${uniqueText().slice(0, 12)}`
const [web, api] = [[`${repository}/web:1`, `${repository}/web:latest`], [`${repository}/api:1`]] as const

const dockerfile = `FROM scratch
ARG PROGRAM
COPY $PROGRAM /bin/busybox
COPY Dockerfile /www/index.html
EXPOSE 8080
ENTRYPOINT ["/bin/busybox", "httpd", "-f", "-p", "8080", "-h", "/www"]
`
await writeFile(join(folder, 'Dockerfile'), dockerfile)
await writeFile(join(folder, 'good'), await busybox('linux/amd64'), { mode: 0o755 })
await writeFile(join(folder, 'broken'), 'no program', { mode: 0o755 })

/** Builds two targets, the second of which starts a program, verifies them and publishes them. */
async function bake(program: string, ...args: readonly string[]) {
  const target = (tags: readonly string[], PROGRAM: string) => {
    return { platforms: ['linux/amd64'], tags, args: { PROGRAM }, labels: { program: PROGRAM, first: tags[0] } }
  }
  const file = {
    group: { default: { targets: ['web', 'api'] } },
    target: { web: target(web, 'good'), api: target(api, program) },
  }
  await writeFile(join(folder, 'docker-bake.json'), JSON.stringify(file))
  const flags = ['--bake', 'docker-bake.json', '--http', '8080', '--json', ...args]
  const result = await runEveryarch(['verify', ...flags], { cwd: folder })
  return { exitCode: result.exitCode, reports: listRunReports(parseRunReports(parseStdout(result))) }
}

it('the targets of a bake file are published under their own tags, all of them or none', async () => {
  const torn = await bake('broken', '--publish')
  expect([torn.exitCode, torn.reports.map(({ verdict, publish }) => [verdict, publish?.state])]).toEqual([
    1,
    [
      ['failed', 'refused'],
      ['passed', 'refused'],
    ],
  ])
  expect(torn.reports[1]?.publish?.reasons).toEqual([expect.stringMatching(/\/api@sha256:.*: linux\/amd64 is failed$/)])
  for (const tag of [...web, ...api]) expect([tag, await digestAt(tag)]).toEqual([tag, null])

  const whole = await bake('good', '--publish')
  expect([whole.exitCode, whole.reports.map(({ publish }) => publish?.state)]).toEqual([0, ['published', 'published']])
  const digests = whole.reports.map(({ image }) => image?.digest)
  expect(await Promise.all([...web, ...api].map(digestAt))).toEqual([digests[1], digests[1], digests[0]])
})
