import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { exitWith } from '../../../src/elf/programs.ts'
import { createCertificate } from '../../support/certificate.ts'
import { mediaTypes, uniqueText } from '../../support/content.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { runEveryarch } from '../../support/everyarch.ts'
import { type Answer, listen, refuse, startHostileRegistry } from '../../support/hostile-registry.ts'
import { pushImage } from '../../support/image-registry.ts'
import { programImage } from '../../support/program-image.ts'
import { expectProblem, type Problem } from './problem.ts'

async function expectOf(reference: string, problem: Problem, flags: readonly string[] = []): Promise<void> {
  const result = await runEveryarch(['verify', reference, '--json', ...flags])
  const report = expectProblem(result, problem)
  expect(report.platforms).toEqual([])
}

/** A registry of the test's own, closed when the test is over. */
async function hostile(answer: Answer, isTls = false): Promise<string> {
  const registry = await startHostileRegistry(answer, isTls ? createCertificate() : undefined)
  onTestFinished(() => registry[Symbol.asyncDispose]())
  return registry.address
}

/** Reaches loopback, yet is none by its name: it is spoken to by TLS. */
function elsewhere(address: string): string {
  return address.replace('127.0.0.1', '0.0.0.0')
}

const unverified = { exitCode: 3 } as const
const wrong = { exitCode: 2 } as const

describe('a registry that cannot be asked ends with 3:', () => {
  it('none is there', async () => {
    const { address, close } = await listen(createServer())
    await close()
    await expectOf(`${address}/app:1`, {
      ...unverified,
      code: 'registry-unreachable',
      says: /refuses the connection/,
      hints: /check that it runs, and its port/,
    })
  })

  it('its name does not resolve', () =>
    expectOf('registry.invalid/app:1', {
      ...unverified,
      code: 'registry-unreachable',
      says: /its name does not resolve/,
      hints: /check the name/,
    }))

  it('it speaks plain HTTP where TLS is wanted', async () => {
    const address = elsewhere(await hostile((_, response) => refuse(response, 404, 'NAME_UNKNOWN')))
    await expectOf(`${address}/app:1`, {
      ...unverified,
      code: 'registry-tls',
      says: /does not speak TLS/,
      hints: /--plain-http/,
    })
  })

  it('it speaks TLS where plain HTTP is asked for', async () => {
    const address = elsewhere(await hostile((_, response) => refuse(response, 404, 'NAME_UNKNOWN'), true))
    const problem = {
      ...unverified,
      code: 'registry-tls',
      says: /certificate|TLS/,
      hints: /certificate|--plain-http/,
    } as const
    await expectOf(`${address}/app:1`, problem, ['--plain-http'])
  })

  it('its certificate is not trusted', async () => {
    const address = elsewhere(await hostile((_, response) => refuse(response, 404, 'NAME_UNKNOWN'), true))
    await expectOf(`${address}/app:1`, {
      ...unverified,
      code: 'registry-tls',
      says: /certificate is not trusted/,
      hints: /NODE_EXTRA_CA_CERTS/,
    })
  })

  it('it is no registry at all', async () => {
    const { address, close } = await listen(createServer((socket) => void socket.end('220 mail.example.com ESMTP\r\n')))
    onTestFinished(close)
    await expectOf(`${address}/app:1`, {
      ...unverified,
      code: 'registry-invalid',
      says: /does not speak HTTP/,
      hints: /check its port/,
    })
  })

  it('it never answers, and the deadline passes', async () => {
    const { address, close } = await listen(createServer((socket) => socket.resume()))
    onTestFinished(close)
    const problem = {
      ...unverified,
      code: 'deadline-exceeded',
      says: /did not end within 1 s/,
      hints: /--deadline/,
    } as const
    await expectOf(`${address}/app:1`, problem, ['--deadline', '1s'])
  })

  it('it has too many requests', async () => {
    const address = await hostile((_, response) => refuse(response, 429, 'TOOMANYREQUESTS', { 'retry-after': '3600' }))
    await expectOf(`${address}/app:1`, {
      ...unverified,
      code: 'registry-rate-limited',
      says: /429 TOOMANYREQUESTS/,
      hints: /wait 3600 s, or run docker login/,
    })
  })

  it('it is broken', async () => {
    const address = await hostile((_, response) => refuse(response, 503, 'UNAVAILABLE'))
    await expectOf(`${address}/app:1`, {
      ...unverified,
      code: 'registry-failed',
      says: /503 UNAVAILABLE/,
      hints: /try again later/,
    })
  })
})

describe('a registry that refuses ends with 3', () => {
  const basic = { 'www-authenticate': 'Basic realm="test"' }
  const denied = {
    ...unverified,
    code: 'registry-denied',
    says: /401 UNAUTHORIZED/,
    hints: /docker login 127/,
  } as const

  it('and the way to log in, when nobody is logged in', async () => {
    const address = await hostile((_, response) => refuse(response, 401, 'UNAUTHORIZED', basic))
    await expectOf(`${address}/private:1`, { ...denied, says: /401 UNAUTHORIZED .*\(without credentials\)/ })
  })

  it('and says that the stored credentials do not help, without showing them', async () => {
    const address = await hostile(({ headers }, response) => {
      refuse(response, 401, 'UNAUTHORIZED', basic, `no entry for ${headers.authorization ?? 'nobody'}`)
    })
    const password = uniqueText()
    const auth = Buffer.from(`ann:${password}`).toString('base64')
    await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-docker-'))
    await writeFile(join(folder.path, 'config.json'), JSON.stringify({ auths: { [address]: { auth } } }))
    const env = { DOCKER_CONFIG: folder.path }
    const result = await runEveryarch(['verify', `${address}/private:1`, '--json', '--debug'], { env })
    for (const secret of [password, auth]) expect(result.stdout + result.stderr).not.toContain(secret)
    const quiet = await runEveryarch(['verify', `${address}/private:1`, '--json'], { env })
    expectProblem(quiet, { ...denied, says: /\(with credentials\)/, hints: /stored credentials do not give access/ })
  })
})

describe('what a registry does not have ends with 2', () => {
  const registry = openDistributionRegistry()
  const absent = { ...wrong, code: 'image-not-found' } as const

  it('and says that it is the repository', () =>
    expectOf(`${registry.address}/everyarch/none-${uniqueText()}:1`, {
      ...absent,
      says: /has no repository "everyarch\/none-/,
      hints: /check the spelling; if it is private, run docker login/,
    }))

  it('and says that it is the tag, and which there are', async () => {
    const { repository } = await pushImage(registry, await programImage('linux/amd64', exitWith(0)))
    await expectOf(`${repository}:tset`, { ...absent, says: /has no tag "tset"/, hints: /did you mean "test"\?/ })
  })

  it('and says that it is the digest', async () => {
    const { repository } = await pushImage(registry, await programImage('linux/amd64', exitWith(0)))
    const digest = `sha256:${'0'.repeat(64)}`
    await expectOf(`${repository}@${digest}`, {
      ...absent,
      says: /has no manifest sha256:0000/,
      hints: /it has "test"/,
    })
  })
})

describe('what a registry sends that is no image', () => {
  async function answering(text: string, type: string): Promise<string> {
    const address = await hostile((_, response) => response.writeHead(200, { 'content-type': type }).end(text))
    return `${address}/app:1`
  }

  it.each([
    ['a login page', '<h1>Sign in</h1>', 'text/html', /not JSON: it starts with "<h1>Sign in/],
    ['JSON that is cut off', '{"schemaVersion":2,', mediaTypes.index, /not JSON/],
  ])('%s: whoever answers there is no registry', async (_, text, type, says) => {
    const hints = /a proxy or a login page in its place/
    await expectOf(await answering(text, type), { ...unverified, code: 'registry-invalid', says, hints })
  })

  it.each([
    ['an index without manifests', '{"schemaVersion":2}', mediaTypes.index, /app:1: .*no list of manifests/],
    ['a manifest without a config', '{"schemaVersion":2}', mediaTypes.manifest, /app:1: config is missing/],
    ['an index of text', '{"manifests":"many"}', mediaTypes.index, /app:1: manifests must be an array/],
  ])('%s: it is named, and what is wrong in it', async (_, text, type, says) => {
    const hints = /push the image again/
    await expectOf(await answering(text, type), { ...unverified, code: 'content-invalid', says, hints })
  })

  it('a policy: it says what it is, and that it is no image', async () => {
    const type = 'application/vnd.cncf.openpolicyagent.config.v1+json'
    const config = { mediaType: type, digest: `sha256:${'0'.repeat(64)}`, size: 2 }
    const manifest = JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.manifest, config, layers: [] })
    const reference = await answering(manifest, mediaTypes.manifest)
    const says = /app:1 is not an image but a policy bundle/
    await expectOf(reference, { ...wrong, code: 'image-unsupported', says, hints: /container images/ })
  })
})
