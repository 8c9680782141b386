import { expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import { database, databaseClient } from '../../support/compose-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers } from '../../support/engine.ts'
import { parseStdout, runEveryarch, startEveryarch } from '../../support/everyarch.ts'
import { temporaryFile, type TemporaryFile } from '../../support/temporary-file.ts'

const registry = openDistributionRegistry()
const client = await databaseClient(registry, ['linux/amd64', 'linux/arm64'])
const { reference: redis } = await database(registry)

async function composeFile(services: Readonly<Record<string, unknown>>, more = {}): Promise<TemporaryFile> {
  return temporaryFile('compose.yaml', JSON.stringify({ name: 'shop', services, ...more }))
}

const healthcheck = { test: ['CMD', 'redis-cli', 'ping'], interval: '500ms', retries: 20 }
const api = {
  image: client.reference,
  environment: { DATABASE: 'db:6379', PRICE: '5$$' },
  command: ['perl', '-e', '$$ENV{PRICE} eq "5\\x24" or die "PRICE is $$ENV{PRICE}"; do "/srv/app.pl"; die $$@'],
  user: '1234',
  read_only: true,
  tmpfs: ['/tmp'],
  depends_on: { db: { condition: 'service_healthy' }, seed: { condition: 'service_completed_successfully' } },
}
const seed = { image: redis, command: ['redis-cli', '-h', 'db', 'set', 'seeded', 'yes'], depends_on: ['db'] }
const db = { image: redis, healthcheck, container_name: 'shop-db', ports: ['16379:6379'], volumes: ['data:/data'] }
const volumes = { data: {} }

it('every platform gets a database of its own, and nothing is left', async () => {
  await using file = await composeFile(
    { api, db, seed, unrelated: { image: 'no.such.registry.invalid/x' } },
    { volumes },
  )
  const flags = ['--compose', file.path, '--service', 'api', '--http', '8080', '--json']
  await using running = startEveryarch(['verify', ...flags])
  const result = await running.finished
  const report = parseRunReport(parseStdout(result))
  expect(report.platforms.map(({ platform, verdict, findings }) => [platform, verdict, findings])).toEqual([
    ['linux/amd64', 'passed', []],
    ['linux/arm64', 'passed', []],
  ])
  expect([report.image?.reference, result.exitCode]).toEqual([client.reference, 0])
  expect(await findLeftovers(running.pid)).toEqual([])
})

it('a database that does not come up leaves the platforms unverified, and says why', async () => {
  await using file = await composeFile(
    { api, seed, db: { ...db, command: ['redis-server', '--nonsense'] } },
    { volumes },
  )
  await using running = startEveryarch([
    'verify',
    '--compose',
    file.path,
    '--service',
    'api',
    '--http',
    '8080',
    '--json',
  ])
  const result = await running.finished
  const report = parseRunReport(parseStdout(result))
  expect([report.verdict, result.exitCode]).toEqual(['unverified', 3])
  expect(report.errors).toEqual([expect.objectContaining({ code: 'dependency-failed' })])
  expect(report.errors[0]?.message).toContain('db')
  expect(await findLeftovers(running.pid)).toEqual([])
})

it('Ctrl-C while a database comes up leaves nothing', async () => {
  const slow = { ...db, healthcheck: { ...healthcheck, test: ['CMD', 'false'], retries: 1000 } }
  await using file = await composeFile({ api, seed, db: slow }, { volumes })
  await using running = startEveryarch(['verify', '--compose', file.path, '--service', 'api', '--http', '8080'])
  await expect.poll(() => findLeftovers(running.pid), { timeout: 30_000 }).not.toEqual([])
  running.kill('SIGINT')
  expect((await running.finished).exitCode).toBe(130)
  expect(await findLeftovers(running.pid)).toEqual([])
})

it.each([
  ['a service that is not there', ['--service', 'web'], /has no service "web".*\n.*api/s],
  ['a file that is not there', ['--compose', 'absent.yaml', '--service', 'api'], /absent\.yaml/],
  ['a file without a service', ['--compose', 'compose.yaml'], /--compose needs --service/],
])('%s is said before anything is started', async (_, flags, said) => {
  await using file = await composeFile({ api, db, seed }, { volumes })
  const given = flags.includes('--compose') ? flags : ['--compose', file.path, ...flags]
  const { exitCode, stderr } = await runEveryarch(['verify', ...given])
  expect([exitCode, stderr]).toEqual([2, expect.stringMatching(said)])
})

it('the image sees the volumes it shares with a service, and has the others for itself', async () => {
  const fill = {
    image: client.reference,
    command: ['perl', '-e', 'open my $$file, ">", "/shared/word" or die $$!; print $$file "filled"'],
    volumes: ['words:/shared'],
  }
  const command = ['perl', '-e', '-s "/shared/word" && -d "/own" or die "no volumes"; do "/srv/app.pl"; die $$@']
  const reading = {
    ...api,
    command,
    volumes: ['words:/shared:ro', 'own:/own'],
    depends_on: { ...api.depends_on, fill: { condition: 'service_completed_successfully' } },
  }
  await using file = await composeFile({ reading, db, seed, fill }, { volumes: { ...volumes, words: {}, own: {} } })
  const flags = [
    '--compose',
    file.path,
    '--service',
    'reading',
    '--platform',
    'linux/amd64',
    '--http',
    '8080',
    '--json',
  ]
  await using running = startEveryarch(['verify', ...flags])
  const result = await running.finished
  expect([parseRunReport(parseStdout(result)).verdict, result.exitCode]).toEqual(['passed', 0])
  expect(await findLeftovers(running.pid)).toEqual([])
})
