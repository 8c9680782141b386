import { glob, stat } from 'node:fs/promises'
import { dirname, relative, resolve, sep } from 'node:path'
import type { Variables } from '../config/environment.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import { checkBySuites, joinOwnChecks, type OwnChecks } from '../run/own-checks.ts'
import type { OwnSuites, OwnTest } from '../run/own-test.ts'
import { openStructureChecks } from '../run/structure-checks.ts'

/** What the user wrote to be run on each platform. */
export interface OwnFiles {
  readonly checks?: OwnChecks
  /** Run with what is measured; only where anything is. */
  readonly benches?: OwnSuites
}

/**
 * Finds the files of the user's own tests and benches.
 * @throws HarnessError `suite-invalid` for a pattern that no file is like
 */
export async function openOwnChecks(
  { suites, testTimeoutMs, bench }: Pick<ResolvedConfig, 'suites' | 'testTimeoutMs' | 'bench'>,
  { cwd, variables }: { readonly cwd: string; readonly variables: Variables },
): Promise<OwnFiles> {
  if (suites.length === 0) return {}
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
  const own = files.filter((file) => isSuite(file) && !isBench(file))
  const benches = files.filter((file) => isSuite(file) && isBench(file))
  const place = { root, cwd, variables, testTimeoutMs }
  const structure = files.filter(isStructureFile).map((file) => openStructureChecks(file, place))
  const checks = [
    ...(own.length === 0 ? [] : [checkBySuites({ root, files: own, testTimeoutMs })]),
    ...(await Promise.all(structure)),
    ...(benches.length === 0 || bench !== undefined ? [] : [skipBenches(benches)]),
  ]
  return {
    ...(checks.length === 0 ? {} : { checks: joinOwnChecks(checks) }),
    ...(benches.length === 0 || bench === undefined
      ? {}
      : { benches: { root, files: benches, testTimeoutMs, areBenches: true } }),
  }
}

/** What is measured beside other things says nothing. */
function skipBenches(names: readonly string[]): OwnChecks {
  const messages = ['it is a benchmark, and runs with --bench']
  const tests = names.map((file): OwnTest => ({ file, test: file, status: 'skipped', durationMs: 0, messages }))
  return { names, run: async () => ({ tests, unfinished: new Map() }) }
}

function isSuite(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file)
}

/** As vitest names them. */
function isBench(file: string): boolean {
  return /\.(bench|benchmark)\.[^.]+$/.test(file)
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
