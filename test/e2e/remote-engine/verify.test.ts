import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerHttp } from '../../../src/elf/http-program.ts'
import { sleepForever } from '../../../src/elf/programs.ts'
import { pushPrograms } from '../../support/acceptance/crashes.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers, removeImages } from '../../support/engine.ts'
import { parseStdout, runEveryarch, startEveryarch } from '../../support/everyarch.ts'
import type { PushedImage } from '../../support/image-registry.ts'
import { runProcess } from '../../support/run-process.ts'
import { temporaryFile } from '../../support/temporary-file.ts'
import { bringDown, bringUp, writeContext } from './remote-engine.ts'

const first = await bringUp('--with-registry')
const settings = mkdtempSync(join(tmpdir(), 'everyarch-contexts-'))
const env = { DOCKER_CONFIG: settings }
let pair: PushedImage
beforeAll(async () => {
  pair = await pushPair(openDistributionRegistry(), 'remote-engine', serverImage)
})
afterAll(async () => {
  rmSync(settings, { recursive: true, force: true })
  await bringDown()
  await removeImages(pair.repository)
})

/** None can be brought up but as root. */
it('is there wherever it can be', () => {
  expect('host' in first || process.getuid?.() !== 0, JSON.stringify(first)).toBe(true)
})

describe.each('host' in first ? [first] : [])('an engine elsewhere, at $host', (remote) => {
  const sshAddress = 'ssh://root@remote-engine'
  const through = { PATH: `${remote.ssh}${delimiter}${process.env['PATH'] ?? ''}` }
  const verify = (...flags: readonly string[]) =>
    runEveryarch(['verify', pair.reference, '--http', '8080', '--json', ...flags], { env })

  it('runs its platform over TLS by a Docker context, the rest runs here, and one report says so', async () => {
    writeContext(settings, 'far', remote)
    const result = await verify('--engine', 'linux/arm64=far')
    expect(result).toMatchObject({ exitCode: 0 })
    const at = new URL(remote.host).hostname
    expect(parseStdout(result)).toMatchObject({
      verdict: 'passed',
      platforms: [
        { platform: 'linux/amd64', execution: { kind: 'native', engine: 'default' }, uname: 'x86_64' },
        {
          platform: 'linux/arm64',
          execution: { kind: 'emulated', engine: 'far' },
          uname: 'aarch64',
          health: { how: '200 on /', at },
        },
      ],
    })
    expect(await findLeftovers(result.pid)).toEqual([])
    expect(await listThere(remote)).toEqual([])
  })

  it('is reached through ssh, and its ports through a forward', async () => {
    const words = ['verify', pair.reference, '--http', '8080', '--json', '--engine', `linux/arm64=${sshAddress}`]
    const result = await runEveryarch(words, { env: through })
    expect(result.exitCode, result.stderr).toBe(0)
    expect(parseStdout(result)).toMatchObject({
      platforms: [
        { platform: 'linux/amd64', verdict: 'passed', execution: { engine: 'default' } },
        {
          platform: 'linux/arm64',
          verdict: 'passed',
          execution: { engine: sshAddress },
          health: { how: '200 on /', at: `${sshAddress}, through a forward` },
        },
      ],
    })
    expect(await listThere(remote)).toEqual([])
  })

  it('is asked by plan, doctor and clean as well', async () => {
    const flags = ['--engine', 'linux/arm64=far']
    const plan = await runEveryarch(['plan', pair.reference, '--json', ...flags], { env })
    expect(parseStdout(plan)).toMatchObject({
      engines: [{ name: 'default' }, { name: 'far', endpoint: remote.host }],
      platforms: [{ execution: { engine: 'default' } }, { execution: { engine: 'far' } }],
    })
    const doctor = await runEveryarch(['doctor', '--platform', 'linux/amd64,linux/arm64', ...flags], { env })
    expect(doctor.stdout).toMatch(/✓ engine far [^]*✓ linux\/arm64 +emulated by .* on\s+far/)
    expect(await runEveryarch(['clean', ...flags], { env })).toMatchObject({ exitCode: 0 })
  })

  it('is not given services that want files of this host', async () => {
    const api = { image: pair.reference, depends_on: ['db'] }
    const services = { api, db: { image: pair.reference, volumes: [`${settings}:/settings`] } }
    await using file = await temporaryFile('compose.yaml', JSON.stringify({ name: 'far', services }))
    const words = ['verify', '--compose', file.path, '--service', 'api', '--platform', 'linux/arm64', '--json']
    const result = await runEveryarch([...words, '--engine', `linux/arm64=${sshAddress}`], { env: through })
    expect(result.exitCode).toBe(3)
    const message = expect.stringMatching(/ is on another host, and does not see .* for db$/)
    expect(parseStdout(result)).toMatchObject({
      verdict: 'unverified',
      errors: [{ code: 'dependency-failed', message }],
    })
  })

  it('that wants other keys keeps only its own platforms', async () => {
    const result = await verify('--engine', `linux/arm64=${remote.host}`)
    expect(result.exitCode).toBe(3)
    expect(parseStdout(result)).toMatchObject({
      platforms: [
        { platform: 'linux/amd64', verdict: 'passed' },
        { platform: 'linux/arm64', verdict: 'unverified', execution: { kind: 'unavailable' } },
      ],
      errors: [{ code: 'engine-absent', message: expect.stringContaining('it wants TLS') }],
    })
  })

  it('that cannot reach the registry of this machine says so, and blames no image', async () => {
    const again = await bringUp()
    if (!('host' in again)) throw new Error(again.obstacle)
    writeContext(settings, 'far', again)
    const result = await verify('--engine', 'linux/arm64=far')
    expect(result.exitCode).toBe(3)
    const finding = { code: 'execution/registry-unreachable', severity: 'environment', hint: expect.anything() }
    expect(parseStdout(result)).toMatchObject({
      verdict: 'unverified',
      platforms: [{ verdict: 'passed' }, { verdict: 'unverified', findings: [finding] }],
      errors: [],
    })
  })
})

describe.each('host' in first ? [first] : [])('an engine elsewhere that goes down', () => {
  it('in the middle of a run keeps only its own platforms, and the run ends', async () => {
    const again = await bringUp('--with-registry')
    if (!('host' in again)) throw new Error(again.obstacle)
    writeContext(settings, 'far', again)
    const serve = answerHttp({ port: 8080, body: 'hello' })
    const loops = await pushPrograms(openDistributionRegistry(), 'goes-down', serve, sleepForever())
    const flags = ['--http', '8080', '--json', '--engine', 'linux/arm64=far', '--timeout', '60s']
    await using running = startEveryarch(['verify', loops.reference, ...flags], { env })
    await running.waitForOutput(/linux\/arm64: starting/)
    await bringDown()
    const result = await running.finished
    await removeImages(loops.repository)
    expect(result.exitCode, result.stderr).toBe(3)
    expect(parseStdout(result)).toMatchObject({
      platforms: [
        { platform: 'linux/amd64', verdict: 'passed' },
        { platform: 'linux/arm64', verdict: 'unverified' },
      ],
      errors: expect.arrayContaining([expect.objectContaining({ code: expect.stringMatching(/^engine-/) })]),
    })
    expect(await findLeftovers(result.pid)).toEqual([])
  })
})

/** The containers and images of the engine elsewhere, but for the image under test. */
async function listThere({ host, certificates }: { host: string; certificates: string }): Promise<readonly string[]> {
  const keys = { DOCKER_HOST: host, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: certificates }
  const asked = [
    ['ps', '--all', '--format', '{{.Image}}'],
    ['images', '--format', '{{.Repository}}'],
  ]
  const results = await Promise.all(asked.map((words) => runProcess('docker', words, { env: keys })))
  expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0])
  return results.flatMap(({ stdout }) => stdout.split('\n')).filter((line) => line !== '' && line !== pair.repository)
}
