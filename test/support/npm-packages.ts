import { mkdir, readdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { onceAcrossProcesses } from './once-across-processes.ts'
import { runProcess } from './run-process.ts'

/** A folder with the files of a package, fetched once and then from a cache: `npm@11.6.0`. */
export async function npmPackage(name: string): Promise<string> {
  const caches = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  const folder = join(caches, 'everyarch', 'test-fixtures', `npm-${name.replaceAll(/[^\w.-]/g, '-')}`)
  await onceAcrossProcesses(folder, async (draft) => {
    await run('npm', ['pack', name, '--silent', '--pack-destination', draft], draft)
    const [archive = ''] = (await readdir(draft)).filter((file) => file.endsWith('.tgz'))
    await mkdir(join(draft, 'package'), { recursive: true })
    await run('tar', ['-xzf', archive, '--no-same-owner'], draft)
  })
  return join(folder, 'package')
}

/** Files and folders below a folder, as they are in a package. */
export async function listFiles(folder: string): Promise<readonly { readonly path: string; readonly bytes: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name)
        return { path: path.slice(folder.length + 1), bytes: await readFile(path) }
      }),
  )
}

async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { exitCode, stderr } = await runProcess(command, args, { cwd, timeoutMs: 120_000 })
  if (exitCode !== 0) throw new Error(`${command} ${args[0]}: ${stderr}`)
}
