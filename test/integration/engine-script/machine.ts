import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ProcessResult, runProcess } from '../../support/run-process.ts'

const script = fileURLToPath(new URL('../../../scripts/engine', import.meta.url))

/** What a shell of the tests may know about an engine, and a fresh machine does not. */
const nothingKnown = {
  DOCKER_HOST: undefined,
  DOCKER_CONTEXT: undefined,
  DOCKER_CONFIG: undefined,
  DOCKER_TLS_VERIFY: undefined,
  DOCKER_CERT_PATH: undefined,
  BUILDX_CONFIG: undefined,
  EVERYARCH_TEST_REGISTRY: undefined,
  EVERYARCH_REGISTRY_PORT: undefined,
  EVERYARCH_ENGINE_SUITE: undefined,
  XDG_CACHE_HOME: undefined,
  XDG_RUNTIME_DIR: undefined,
}

export type Environment = Readonly<Record<string, string | undefined>>

/** A user with an empty home folder and no engine, and the script's own folder. */
export interface Machine extends AsyncDisposable {
  readonly user: string
  readonly home: string
  readonly env: Environment
  engine(args: readonly string[], env?: Environment): Promise<ProcessResult>
}

/** Disposing of it ends what was brought up and removes both folders. */
export async function openMachine(): Promise<Machine> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-'))
  const user = join(folder, 'user')
  const home = join(folder, 'engine')
  await mkdir(user)
  const env = { ...nothingKnown, HOME: user, EVERYARCH_ENGINE_HOME: home, EVERYARCH_ENGINE_SOCKETS: '' }
  const engine = (args: readonly string[], more: Environment = {}): Promise<ProcessResult> =>
    runProcess(script, args, { env: { ...env, ...more } })
  return {
    user,
    home,
    env,
    engine,
    async [Symbol.asyncDispose]() {
      await engine(['down'])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The exports of the engine that the tests were given, by name. */
export async function givenEngine(): Promise<ReadonlyMap<string, string>> {
  const { exitCode, stdout, stderr } = await runProcess(script, ['env'])
  if (exitCode !== 0) throw new Error(`the tests need an engine: ${stderr}`)
  return parseExports(stdout)
}

/** Reads `export NAME='value'` lines; any other line is an error. */
export function parseExports(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').filter((line) => line !== '')
  return new Map(
    lines.map((line) => {
      const [, name, value] = /^export ([A-Z_]+)='([^']*)'$/.exec(line) ?? []
      if (name === undefined || value === undefined) throw new Error(`not an export: ${line}`)
      return [name, value] as const
    }),
  )
}

/** The engine of the tests, as `DOCKER_HOST` says it. */
export async function givenHost(): Promise<string> {
  const host = (await givenEngine()).get('DOCKER_HOST')
  if (host === undefined) throw new Error('the engine of the tests is reached by a context alone')
  return host
}

/** Gives the machine's user the builder that the tests have, the way one is installed for one user. */
export async function giveBuilder(machine: Machine): Promise<void> {
  const format = '{{range .ClientInfo.Plugins}}{{if eq .Name "buildx"}}{{.Path}}{{end}}{{end}}'
  const env = Object.fromEntries(await givenEngine())
  const { stdout, stderr } = await runProcess('docker', ['info', '--format', format], { env })
  if (stdout.trim() === '') throw new Error(`the tests need buildx: ${stderr}`)
  const folder = join(machine.user, '.docker', 'cli-plugins')
  await mkdir(folder, { recursive: true })
  await symlink(stdout.trim(), join(folder, 'docker-buildx'))
}
