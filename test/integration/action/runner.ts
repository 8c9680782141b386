import { spawn } from 'node:child_process'
import { chmod, mkdir, mkdtempDisposable, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../../../scripts/action/main.mjs', import.meta.url))
const sources = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))

export interface RunnerOptions {
  readonly inputs: Readonly<Record<string, string>>
  /** The JavaScript of commands to put first on PATH; `npx` decides which everyarch runs. */
  readonly commands: Readonly<Record<string, string>>
}

export interface RunnerResult {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  /** What each call of a command was given. */
  readonly calls: readonly (readonly string[])[]
  /** The text of the report that the outputs name. */
  readonly report: string
  /** The text of the page that they name. */
  readonly page: string
  /** What is in the folder that they name. */
  readonly files: readonly string[]
}

/** An `npx` that runs the sources of this checkout instead of a published package. */
export const npxOfCheckout = `
  const { spawnSync } = require('node:child_process')
  const args = process.argv.slice(process.argv.indexOf('--') + 2)
  const { status } = spawnSync(process.execPath, ['--conditions=everyarch-source', ${JSON.stringify(sources)}, ...args], { stdio: 'inherit' })
  process.exitCode = status`

/** Runs the action's script as a GitHub runner does: inputs by variables, results by files. */
export async function runAction({ inputs, commands }: RunnerOptions): Promise<RunnerResult> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-action-'))
  const file = (name: string): string => join(folder.path, name)
  await mkdir(file('bin'))
  for (const name of ['calls', 'output', 'summary']) await writeFile(file(name), '')
  for (const [name, code] of Object.entries(commands)) {
    const record = `require('node:fs').appendFileSync(process.env.CALLS, JSON.stringify([${JSON.stringify(name)}, ...process.argv.slice(2)]) + '\\n')`
    await writeFile(file(`bin/${name}`), `#!/usr/bin/env node\n${record}\n${code}\n`)
    await chmod(file(`bin/${name}`), 0o755)
  }
  const env = {
    PATH: `${file('bin')}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    HOME: folder.path,
    RUNNER_TEMP: folder.path,
    GITHUB_ACTIONS: 'true',
    GITHUB_OUTPUT: file('output'),
    GITHUB_STEP_SUMMARY: file('summary'),
    CALLS: file('calls'),
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
  }
  const ended = await collect(env, folder.path)
  const outputs = parseOutputs(await readFile(file('output'), 'utf8'))
  const read = async (path = ''): Promise<string> => (path === '' ? '' : readFile(path, 'utf8'))
  const [report, page] = await Promise.all([read(outputs['report']), read(outputs['page'])])
  const files = outputs['folder'] ? (await readdir(outputs['folder'])).toSorted() : []
  const summary = await readFile(file('summary'), 'utf8')
  const calls = (await readFile(file('calls'), 'utf8')).split('\n').filter(Boolean)
  return { ...ended, outputs, summary, report, page, files, calls: calls.map((line) => JSON.parse(line)) }
}

async function collect(
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<Pick<RunnerResult, 'exitCode' | 'stdout' | 'stderr'>> {
  const child = spawn(process.execPath, [script], { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const exitCode = await new Promise<number | null>((resolve) => void child.once('close', resolve))
  return { exitCode, stdout, stderr }
}

/** Takes `name<<END … END` apart, as the runner does. */
function parseOutputs(text: string): Readonly<Record<string, string>> {
  const blocks = text.matchAll(/^(\w+)<<(\S+)\n([\s\S]*?)\n\2$/gm)
  return Object.fromEntries([...blocks].map(([, name = '', , value = '']) => [name, value]))
}
