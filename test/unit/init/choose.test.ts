import { describe, expect, it } from 'vitest'
import { planFolder, settingsOf } from './starter-folder.ts'

const web = 'FROM a\nEXPOSE 8080\n'

describe('the configuration of a folder', () => {
  it('asks a web server for an answer, any below 500 where no path is known', async () => {
    expect(settingsOf(await planFolder({ Dockerfile: web }))).toEqual({
      build: '.',
      platform: 'linux/amd64,linux/arm64',
      http: { port: 8080, path: '/', status: '200-499' },
      suite: './checks/image.test.ts',
    })
  })

  it('asks where the HEALTHCHECK asks, and for the HEALTHCHECK itself', async () => {
    const Dockerfile = `${web}HEALTHCHECK CMD curl -f http://localhost:8080/health\n`
    expect(settingsOf(await planFolder({ Dockerfile }))).toMatchObject({ http: '8080/health', expect: 'healthcheck' })
  })

  it('does not ask from outside for a port that only the container sees', async () => {
    const Dockerfile = `${web}HEALTHCHECK CMD curl -f http://localhost:9999/health\n`
    const settings = settingsOf(await planFolder({ Dockerfile }))
    expect([settings['http'], settings['expect']]).toEqual([undefined, 'healthcheck'])
  })

  it.each([
    ['a database', 'FROM a\nEXPOSE 5432\n', /port 5432 it is only asked that it is listened on/],
    ['TLS', 'FROM a\nEXPOSE 8443\n', /port 8443/],
    ['several web ports', 'FROM a\nEXPOSE 8080 8081\n', /port 8080, 8081/],
    ['no port', 'FROM a\nCMD ["tool"]\n', /exposes no port that could be read/],
    ['a port that is not known', 'FROM a\nEXPOSE $PORT\n', /Dockerfile:2 EXPOSE \$PORT/],
  ])('guesses nothing of %s, and says so', async (_, Dockerfile, note) => {
    const starter = await planFolder({ Dockerfile })
    expect(settingsOf(starter)).not.toHaveProperty('http')
    expect(starter.notes.join('\n')).toMatch(note)
  })

  it('knows programs that speak HTTP at any port, and the one of several that a compose file publishes', async () => {
    const Dockerfile = 'FROM python\nEXPOSE 7777\nCMD gunicorn -b :7777 app\n'
    expect(settingsOf(await planFolder({ Dockerfile }))).toMatchObject({ http: { port: 7777 } })
    const two = { Dockerfile: 'FROM a\nEXPOSE 8080 8081\n', 'compose.yaml': composed({ ports: ['80:8081'] }) }
    expect(settingsOf(await planFolder(two))).toMatchObject({ http: { port: 8081 } })
  })

  it('builds the Dockerfile that is there, whatever its name', async () => {
    expect(settingsOf(await planFolder({ 'docker/Dockerfile': web }))).toMatchObject({ file: 'docker/Dockerfile' })
    expect(settingsOf(await planFolder({ Containerfile: web }))).toMatchObject({ file: 'Containerfile' })
    const several = { 'api.Dockerfile': web, 'web.Dockerfile': web }
    await expect(planFolder(several)).rejects.toMatchObject({
      code: 'usage-invalid',
      message: 'there are several Dockerfiles: api.Dockerfile, web.Dockerfile',
      hint: 'name the one that is built: everyarch init --file api.Dockerfile',
    })
    const named = await planFolder(several, { file: 'web.Dockerfile' })
    expect(settingsOf(named)).toMatchObject({ file: 'web.Dockerfile' })
  })

  it('tells of secrets that steps mount', async () => {
    const Dockerfile = `${web}RUN --mount=type=secret,id=npm,target=/x cat /x\nRUN --mount=type=secret,target=/run/key true\n`
    const { notes } = await planFolder({ Dockerfile })
    expect(notes).toContain("Dockerfile:3 mounts the secret npm: say where it is, secret: 'id=npm,env=…'")
    expect(notes.join()).toContain('Dockerfile:4 mounts the secret key')
  })

  it('tells of lines that usually lead to files of the wrong platform', async () => {
    const { notes } = await planFolder({ Dockerfile: `FROM --platform=linux/amd64 a\nEXPOSE 8080\n` })
    expect(notes.join('\n')).toMatch(/^Dockerfile:1 the last stage is of linux\/amd64/)
  })
})

const composed = (service: object, others: object = {}): string =>
  JSON.stringify({ services: { web: { build: '.', ...service }, ...others } })

describe('a compose file', () => {
  it('is used where the image needs what is beside it', async () => {
    const db = { db: { image: 'postgres' } }
    const files = { Dockerfile: web, 'compose.yaml': composed({ depends_on: ['db'] }, db) }
    const starter = await planFolder(files)
    expect(settingsOf(starter)).toMatchObject({ compose: 'compose.yaml', service: 'web' })
    expect(starter.settings.find(({ setting }) => setting === 'compose')?.because).toBe(
      'web of compose.yaml needs db beside it',
    )
    const alone = await planFolder({ Dockerfile: web, 'compose.yaml': composed({}) })
    expect(settingsOf(alone)).not.toHaveProperty('compose')
    const environment = { Dockerfile: web, 'docker-compose.yml': composed({ environment: { A: 'b' } }) }
    expect(settingsOf(await planFolder(environment))).toMatchObject({ compose: 'docker-compose.yml' })
  })

  it('says what is built, and for what', async () => {
    const additional_contexts = { base: 'docker-image://python:3.14', other: 'service:db' }
    const build = {
      context: '.',
      dockerfile: 'prod.Dockerfile',
      target: 'run',
      args: ['A=1', 'B=$B', 'C'],
      additional_contexts,
    }
    const files = {
      'prod.Dockerfile': 'FROM a AS run\nARG A\nEXPOSE $A\nFROM b\n',
      Dockerfile: web,
      'compose.yaml': composed({ build: { ...build, platforms: ['linux/arm64/v8', 'windows/amd64', 'linux/amd64'] } }),
    }
    const starter = await planFolder(files)
    expect(settingsOf(starter)).toMatchObject({
      file: 'prod.Dockerfile',
      target: 'run',
      buildArg: ['A=1'],
      buildContext: ['base=docker-image://python:3.14'],
      platform: 'linux/arm64,linux/amd64',
    })
    expect(starter.notes.join()).toContain('windows/amd64 cannot be verified here')
  })

  it('is left out where it hides what is shipped, builds something else or cannot be read', async () => {
    const hiding = composed({ environment: ['A=1'], volumes: ['.:/app'] })
    for (const [text, note] of [
      [hiding, /mounts this folder over the files/],
      [composed({ build: './other', environment: { A: '1' } }), /no service of it builds this folder/],
      [composed({ build: { dockerfile_inline: 'FROM b' }, environment: [] }), /no service of it builds this folder/],
      ['services: [', /compose\.yaml is left out: "compose\.yaml" is not YAML/],
      ['', /no service of it builds this folder/],
    ] as const) {
      const starter = await planFolder({ Dockerfile: web, 'compose.yaml': text })
      expect(settingsOf(starter)).not.toHaveProperty('compose')
      expect(starter.notes.join('\n')).toMatch(note)
    }
  })
})

describe('the platforms of a folder', () => {
  const workflow = (more: string): string =>
    `jobs: { a: { steps: [{ uses: docker/build-push-action@v6, with: { ${more} } }] } }`

  it('are those that its CI builds', async () => {
    const git = { '.git/HEAD': '', Dockerfile: web }
    const release = { '.github/workflows/release.yml': workflow('platforms: "linux/amd64, linux/s390x"') }
    const starter = await planFolder({ ...git, ...release })
    expect(starter.settings.find(({ setting }) => setting === 'platform')).toEqual({
      setting: 'platform',
      value: 'linux/amd64,linux/s390x',
      because: '.github/workflows/release.yml builds for them',
    })
    const gitlab = { '.gitlab-ci.yml': 'build: { script: [docker buildx build --platform=linux/riscv64 .] }' }
    expect(settingsOf(await planFolder({ ...git, ...gitlab }))).toMatchObject({ platform: 'linux/riscv64' })
  })

  it.each([
    ['another folder', workflow('context: ./other, platforms: linux/s390x')],
    ['an expression', workflow('platforms: "${{ matrix.platform }}"')],
    ['nothing that is YAML', 'jobs: ['],
  ])('are not those of %s', async (_, text) => {
    const files = { '.git/HEAD': '', Dockerfile: web, '.github/workflows/a.yml': text }
    expect(settingsOf(await planFolder(files))).toMatchObject({ platform: 'linux/amd64,linux/arm64' })
  })

  it('are those that were asked for, before all others', async () => {
    const starter = await planFolder({ Dockerfile: web }, { platforms: ['linux/arm/v7'] })
    expect(settingsOf(starter)).toMatchObject({ platform: 'linux/arm/v7' })
  })
})

describe('a bake file', () => {
  const files = {
    Dockerfile: web,
    'docker-bake.hcl': 'target "app" {}',
    'app.Dockerfile': 'FROM a AS run\nEXPOSE 3000\n',
  }

  it('says what is built, and for what', async () => {
    const target = {
      context: '.',
      dockerfile: 'app.Dockerfile',
      target: 'run',
      args: { A: '1' },
      contexts: { base: 'target:other', x: './y' },
      platforms: ['linux/s390x'],
    }
    const printed = { target: { other: { context: 'x' }, app: target, debug: { dockerfile: 'app.Dockerfile' } } }
    const starter = await planFolder(files, { printBake: async () => printed })
    expect(settingsOf(starter)).toMatchObject({
      file: 'app.Dockerfile',
      target: 'run',
      buildArg: ['A=1'],
      buildContext: ['x=./y'],
      platform: 'linux/s390x',
      http: { port: 3000 },
    })
    expect(starter.notes.join()).toContain('builds this folder as debug too; app is verified')
  })

  it('that cannot be read says nothing', async () => {
    const { notes } = await planFolder(files)
    expect(notes).toContain('docker-bake.hcl is left out: docker is not here')
  })
})
