import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createDockerCredentials, type DockerCredentialOptions } from '../../../src/registry/docker-credentials.ts'
import { anyIndex, failureOf, refuse, serve } from '../../support/hostile-registry.ts'
import { appOf, client, hostile } from './hostile.ts'

type Files = Readonly<Record<string, unknown>>

/** A home directory with these files, gone after the test; programs are made executable, all else is JSON. */
async function home(files: Files): Promise<{ readonly path: string; readonly options: DockerCredentialOptions }> {
  const path = await mkdtemp(join(tmpdir(), 'everyarch-home-'))
  onTestFinished(() => rm(path, { recursive: true }))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), typeof content === 'string' ? content : JSON.stringify(content))
    if (name.startsWith('bin/')) await chmod(join(path, name), 0o755)
  }
  return { path, options: { home: path, env: { PATH: `${join(path, 'bin')}:/usr/bin:/bin`, HOME: path } } }
}

async function lookUp(files: Files, host: string, more: Partial<DockerCredentialOptions> = {}): Promise<unknown> {
  const { options } = await home(files)
  return createDockerCredentials({ ...options, ...more })(host, 'acme/app')
}

const entry = (user: string) => ({ auth: Buffer.from(`${user}:s3cr3t`).toString('base64') })
const user = (username: string) => ({ kind: 'basic', username, password: 's3cr3t' })
/** Answers with what it was asked for as its user. */
const echoHelper = `#!/bin/sh
[ "$1" = get ] || exit 9
printf '{"ServerURL":"x","Username":"%s","Secret":"s3cr3t"}' "$(cat)"
`
const failing = (text: string) => `#!/bin/sh\ncat >/dev/null\necho '${text}'\nexit 1\n`

describe('credentials', () => {
  it("are nobody's where there is no file", async () => {
    expect(await lookUp({}, 'ghcr.io')).toBeUndefined()
    expect(await lookUp({ '.docker/config.json': '' }, 'ghcr.io')).toBeUndefined()
  })

  it('are found by the registry, the hub by its old address', async () => {
    const files = {
      '.docker/config.json': { auths: { 'ghcr.io': entry('me'), 'https://index.docker.io/v1/': entry('hub') } },
    }
    expect(await lookUp(files, 'ghcr.io')).toEqual(user('me'))
    expect(await lookUp(files, 'docker.io')).toEqual(user('hub'))
    expect(await lookUp(files, 'quay.io')).toBeUndefined()
  })

  it('are looked for in DOCKER_AUTH_CONFIG, then where Docker, then where Podman keeps them', async () => {
    const files = {
      '.docker/config.json': { auths: { 'a.io': entry('docker') } },
      'run/containers/auth.json': { auths: { 'a.io': entry('podman'), 'b.io': entry('podman') } },
      '.config/containers/auth.json': { auths: { 'b.io': entry('config'), 'c.io': entry('config') } },
    }
    const { path, options } = await home(files)
    const find = createDockerCredentials({ ...options, xdgRuntimeDir: join(path, 'run') })
    expect(await find('a.io', 'app')).toEqual(user('docker'))
    expect(await find('b.io', 'app')).toEqual(user('podman'))
    expect(await find('c.io', 'app')).toEqual(user('config'))
    const dockerAuthConfig = JSON.stringify({ auths: { 'a.io': entry('variable') } })
    expect(await createDockerCredentials({ ...options, dockerAuthConfig })('a.io', 'app')).toEqual(user('variable'))
    const registryAuthFile = join(path, '.config/containers/auth.json')
    expect(await createDockerCredentials({ ...options, registryAuthFile })('b.io', 'app')).toEqual(user('config'))
    const dockerConfig = join(path, 'elsewhere')
    expect(await createDockerCredentials({ ...options, dockerConfig })('a.io', 'app')).toBeUndefined()
  })

  it('may be for a part of a registry', async () => {
    const files = {
      '.config/containers/auth.json': { auths: { 'quay.io': entry('all'), 'quay.io/acme': entry('acme') } },
    }
    const { options } = await home(files)
    const find = createDockerCredentials(options)
    expect(await find('quay.io', 'acme/app')).toEqual(user('acme'))
    expect(await find('quay.io', 'acmeplus/app')).toEqual(user('all'))
  })
})

describe('a credential helper', () => {
  it('is asked for its registry, or for all', async () => {
    const files = {
      'bin/docker-credential-echo': echoHelper,
      'bin/docker-credential-other': failing('not me'),
      '.docker/config.json': { credsStore: 'other', credHelpers: { 'ghcr.io': 'echo', 'docker.io': 'echo' } },
    }
    expect(await lookUp(files, 'ghcr.io')).toEqual(user('ghcr.io'))
    expect(await lookUp(files, 'docker.io')).toEqual(user('https://index.docker.io/v1/'))
    await expect(lookUp(files, 'quay.io')).rejects.toMatchObject({
      code: 'credentials-invalid',
      message: 'the credential helper docker-credential-other failed with status 1: "not me"',
    })
  })

  it('may hand out an identity token', async () => {
    const files = {
      'bin/docker-credential-sso': `#!/bin/sh\necho '{"Username":"<token>","Secret":"it"}'\n`,
      '.docker/config.json': { credsStore: 'sso' },
    }
    expect(await lookUp(files, 'ghcr.io')).toEqual({ kind: 'identity-token', token: 'it' })
  })

  it.each([
    ['says so', failing('credentials not found in native keychain')],
    ['hands out nothing', `#!/bin/sh\necho '{"ServerURL":"","Username":"","Secret":""}'\n`],
  ])('that has none %s, and the file is what counts', async (_, script) => {
    const config = { credsStore: 'empty', auths: { 'ghcr.io': entry('file') } }
    const files = { 'bin/docker-credential-empty': script, '.docker/config.json': config }
    expect(await lookUp(files, 'quay.io')).toBeUndefined()
    expect(await lookUp(files, 'ghcr.io')).toEqual(user('file'))
  })

  it('that is not installed says what to do, unless the file or Podman has what is wanted', async () => {
    const config = { credsStore: 'desktop', auths: { 'ghcr.io': entry('file') } }
    const files = {
      '.docker/config.json': config,
      '.config/containers/auth.json': { auths: { 'b.io': entry('podman') } },
    }
    await expect(lookUp(files, 'quay.io')).rejects.toMatchObject({
      code: 'credentials-invalid',
      message: 'the credential helper docker-credential-desktop is not installed',
      hint: expect.stringContaining('config.json'),
    })
    expect(await lookUp(files, 'ghcr.io')).toEqual(user('file'))
    expect(await lookUp(files, 'b.io')).toEqual(user('podman'))
  })

  it('that waits for ever is not waited for', async () => {
    const files = {
      'bin/docker-credential-slow': '#!/bin/sh\nexec sleep 60\n',
      '.docker/config.json': { credsStore: 'slow' },
    }
    await expect(lookUp(files, 'ghcr.io', { helperTimeoutMs: 50 })).rejects.toMatchObject({
      message: 'the credential helper docker-credential-slow did not answer within 0.05 s',
    })
  })

  it.each([
    ['rubbish', '#!/bin/sh\necho s3cr3t\n'],
    ['a secret with an error', `#!/bin/sh\necho '{"Username":"me","Secret":"s3cr3t"}'\nexit 1\n`],
  ])('that answers with %s shows none of it', async (_, script) => {
    const files = { 'bin/docker-credential-bad': script, '.docker/config.json': { credsStore: 'bad' } }
    expect(await failureOf(lookUp(files, 'ghcr.io'), 's3cr3t')).toMatchObject({ code: 'credentials-invalid' })
  })

  it('is never a path', async () => {
    const files = { 'bin/docker-credential-x/y': echoHelper, '.docker/config.json': { credsStore: 'x/y' } }
    await expect(lookUp(files, 'ghcr.io')).rejects.toMatchObject({ code: 'credentials-invalid' })
  })
})

describe('credentials that cannot be read', () => {
  it('are a warning where the image is public', async () => {
    const { options } = await home({ '.docker/config.json': { credsStore: 'desktop' } })
    const registry = await hostile((request, response) => {
      if (request.path === '/token') return response.end('{"token":"t"}')
      if (request.headers.authorization !== undefined) return serve(response, anyIndex)
      const challenge = `Bearer realm="http://${request.headers.host}/token"`
      return refuse(response, 401, 'UNAUTHORIZED', { 'www-authenticate': challenge })
    })
    const warnings: string[] = []
    const opened = client({
      credentials: createDockerCredentials(options),
      onWarning: ({ message }) => warnings.push(message),
    })
    await opened.getManifest(appOf(registry), '1')
    await opened.getManifest(appOf(registry, 'other'), '1')
    expect(warnings).toEqual(['the credential helper docker-credential-desktop is not installed'])
  })

  it('are the reason given where the image is not', async () => {
    const { options } = await home({ '.docker/config.json': '{' })
    const registry = await hostile((_, response) =>
      refuse(response, 401, 'UNAUTHORIZED', { 'www-authenticate': 'Basic realm="r"' }),
    )
    const opened = client({ credentials: createDockerCredentials(options) })
    await expect(opened.getManifest(appOf(registry), '1')).rejects.toMatchObject({
      code: 'registry-denied',
      message: expect.stringContaining('config.json is not JSON'),
      hint: expect.stringContaining('repair the file'),
    })
  })
})
