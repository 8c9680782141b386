import { glob, stat } from 'node:fs/promises'
import { dirname, relative, resolve, sep } from 'node:path'
import type { Variables } from '../config/environment.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import { checkBySuites, joinOwnChecks, type OwnChecks } from '../run/own-checks.ts'
import { openStructureChecks } from '../run/structure-checks.ts'

/**
 * Finds the files of the user's own tests.
 * @throws HarnessError `suite-invalid` for a pattern that no file is like
 */
export async function openOwnChecks(
  { suites, testTimeoutMs }: Pick<ResolvedConfig, 'suites' | 'testTimeoutMs'>,
  { cwd, variables }: { readonly cwd: string; readonly variables: Variables },
): Promise<OwnChecks | undefined> {
  if (suites.length === 0) return undefined
  const found = await Promise.all(suites.map((pattern) => findFiles(pattern, cwd)))
  const paths = [...new Set(found.flat())].toSorted()
  const root = sharedFolder(cwd, paths)
  const files = paths.map((path) => relative(root, path).split(sep).join('/'))
  const strange = files.find((file) => !isSuite(file) && !isStructureFile(file))
  if (strange !== undefined) {
    throw new HarnessError('suite-invalid', `${strange} is no suite: its name ends in none of .ts, .js, .yaml, .json`, {
      hint: "name suites only: --suite './checks/**/*.test.ts'",
    })
  }
  const own = files.filter(isSuite)
  const place = { root, cwd, variables, testTimeoutMs }
  const structure = files.filter(isStructureFile).map((file) => openStructureChecks(file, place))
  return joinOwnChecks([
    ...(own.length === 0 ? [] : [checkBySuites({ root, files: own, testTimeoutMs })]),
    ...(await Promise.all(structure)),
  ])
}

function isSuite(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file)
}

function isStructureFile(file: string): boolean {
  return /\.(ya?ml|json)$/.test(file)
}

async function findFiles(pattern: string, cwd: string): Promise<readonly string[]> {
  const plain = resolve(cwd, pattern)
  if (await isFile(plain)) return [plain]
  const found: string[] = []
  const exclude = (name: string): boolean => name === 'node_modules' || name === '.git'
  for await (const name of glob(pattern, { cwd, exclude })) {
    const path = resolve(cwd, name)
    if (await isFile(path)) found.push(path)
  }
  if (found.length > 0) return found
  throw new HarnessError('suite-invalid', `no file is like --suite ${pattern}`, {
    hint: `patterns are looked for in ${cwd}; quote them, so that the shell leaves them as they are`,
  })
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() === true
}

/** The folder itself, or the first above it that holds all files. */
function sharedFolder(cwd: string, paths: readonly string[]): string {
  const holdsAll = (folder: string): boolean =>
    paths.every((path) => path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`))
  let folder = resolve(cwd)
  while (!holdsAll(folder) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
}
