import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { parseCommandLine } from '../../../src/config/command-line.ts'
import { readEnvironment, type Variables } from '../../../src/config/environment.ts'
import { resolveConfig } from '../../../src/config/resolve.ts'
import type { ResolvedConfig } from '../../../src/config/resolved-config.ts'

/** A folder with these files, gone when the test is. */
export function createFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'everyarch-config-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

export interface Situation {
  readonly argv?: readonly string[]
  readonly variables?: Variables
  readonly files?: Readonly<Record<string, string>>
}

/** What a command line comes to, in a folder with these files. */
export async function resolveIn({
  argv = ['verify', 'app'],
  variables = {},
  files,
}: Situation): Promise<ResolvedConfig> {
  const { verb, ...commandLine } = parseCommandLine(argv)
  if (verb === undefined) throw new Error('name a command')
  const environment = readEnvironment(variables)
  return resolveConfig({ commandLine: { ...commandLine, verb }, environment, cwd: createFolder(files) })
}
