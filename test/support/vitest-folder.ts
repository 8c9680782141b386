import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ProcessOptions, type ProcessResult, type RunningProcess, startProcess } from './run-process.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))

/** A user's project: files of its own, with vitest and this package installed. */
export interface VitestFolder extends AsyncDisposable {
  readonly path: string
  write(name: string, text: string): Promise<void>
  /** The real vitest, to its end. */
  run(args: readonly string[], options?: ProcessOptions): Promise<ProcessResult>
  start(args: readonly string[], options?: ProcessOptions): RunningProcess
}

/** Makes one; its `vitest.config.ts` has a project for each platform, made with these options. */
export async function makeVitestFolder(
  options: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, string>>,
): Promise<VitestFolder> {
  const path = await mkdtemp(join(tmpdir(), 'vitest-folder-'))
  const write = async (name: string, text: string): Promise<void> => {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), text)
  }
  await mkdir(join(path, 'node_modules'))
  await symlink(project, join(path, 'node_modules/everyarch'))
  await symlink(join(project, 'node_modules/vitest'), join(path, 'node_modules/vitest'))
  await write('package.json', JSON.stringify({ type: 'module' }))
  await write(
    'vitest.config.ts',
    `import { definePlatformProjects } from 'everyarch/vitest-config'
import { defineConfig } from 'vitest/config'
export default defineConfig({
  test: { projects: await definePlatformProjects(${JSON.stringify({ include: 'checks/*.test.ts', ...options })}) },
})
`,
  )
  for (const [name, text] of Object.entries(files)) await write(name, text)
  const start = (args: readonly string[], { env, ...others }: ProcessOptions = {}): RunningProcess =>
    startProcess(
      process.execPath,
      ['--conditions=everyarch-source', '--disable-warning=ExperimentalWarning', vitestFile, ...args, ...flags],
      { cwd: path, env: { ...ownVariables, NO_COLOR: '1', ...env }, timeoutMs: 240_000, ...others },
    )
  return {
    path,
    write,
    start,
    run: async (args, processOptions) => start(args, processOptions).finished,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}

/** The sources are found by a condition that only Node itself is told. */
const flags = ['--configLoader=native', '--reporter=verbose']
const vitestFile = join(project, 'node_modules/vitest/vitest.mjs')

/** Of the vitest that runs these tests nothing is for that one. */
const ownVariables = Object.fromEntries(
  Object.keys(process.env)
    .filter((name) => /^(VITEST|NODE_ENV|TEST|DEV|PROD|MODE|SSR|BASE_URL)/.test(name))
    .map((name) => [name, undefined]),
)

/** What vitest says of each test, by project and name: `✓`, `×` or `↓`. */
export function listTests({ stdout }: ProcessResult): Readonly<Record<string, string>> {
  const lines = [...stdout.matchAll(/^ *([✓×↓]) +\|?([^|\n]+?)\|? +checks\/\S+ > (.*?)(?: \d+ms| \[.*)?$/gm)]
  return Object.fromEntries(lines.map(([, mark = '', platform = '', name = '']) => [`${platform} ${name}`, mark]))
}
