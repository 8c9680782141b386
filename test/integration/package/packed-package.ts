import { execFile } from 'node:child_process'
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../', import.meta.url))

export interface PackedFile {
  readonly path: string
  readonly sizeBytes: number
  readonly mode: number
}

export interface PackedPackage {
  readonly tarball: string
  readonly version: string
  readonly files: readonly PackedFile[]
  readonly unpackedBytes: number
}

/** The environment of a user's shell whose Node is this one, without what npm or vitest say to their children. */
export function userEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|VITEST|NODE_ENV|NODE_OPTIONS|CI$)/.test(name))
  return { ...Object.fromEntries(own), PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` }
}

/** Packs a copy of this checkout, so that nothing here is rebuilt under tests that run beside. */
export async function packPackage(folder: string): Promise<PackedPackage> {
  const checkout = join(folder, 'checkout')
  const left = new Set(['node_modules', 'dist', '.git', '.vitest', '.everyarch'])
  await cp(root, checkout, { recursive: true, filter: (path) => !left.has(basename(path)) && !path.endsWith('.tgz') })
  await symlink(join(root, 'node_modules'), join(checkout, 'node_modules'))
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: checkout,
    env: userEnvironment(),
  })
  return parsePacked(folder, JSON.parse(stdout.slice(stdout.search(/^[[{]/m))))
}

function parsePacked(folder: string, value: unknown): PackedPackage {
  const [packed] = Array.isArray(value) ? value : Object.values(record(value))
  const { filename, version, files, unpackedSize } = record(packed)
  if (!Array.isArray(files)) throw new Error('npm pack listed no files')
  return {
    tarball: join(folder, String(filename)),
    version: String(version),
    unpackedBytes: Number(unpackedSize),
    files: files.map(record).map(({ path, size, mode }) => ({
      path: String(path),
      sizeBytes: Number(size),
      mode: Number(mode),
    })),
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error('npm pack printed something else')
  return Object.fromEntries(Object.entries(value))
}

/** Installs a packed package into an empty project, as a user would, and gives the project's folder. */
export async function installPackage(folder: string, tarball: string): Promise<string> {
  const project = join(folder, 'project')
  await mkdir(project)
  await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts']
  await run('npm', ['install', ...quiet, tarball], { cwd: project, env: userEnvironment() })
  return project
}
