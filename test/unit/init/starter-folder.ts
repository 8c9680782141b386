import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { lookAtFolder, type LookOptions } from '../../../src/init/folder-facts.ts'
import { planStarter, type Starter, type StarterOptions } from '../../../src/init/starter-files.ts'

/** A folder with these files, gone after the test. */
export async function starterFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'everyarch-init-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  return folder
}

export interface PlanOptions extends Partial<StarterOptions>, Pick<Partial<LookOptions>, 'file' | 'printBake'> {
  /** The part of the folder that is looked at. */
  readonly within?: string
}

/** What a folder with these files begins with. */
export async function planFolder(
  files: Readonly<Record<string, string>>,
  { within = '', file, printBake, ...options }: PlanOptions = {},
): Promise<Starter> {
  const folder = join(await starterFolder(files), within)
  const facts = await lookAtFolder({
    folder,
    name: '.',
    printBake: printBake ?? (() => Promise.reject(new Error('docker is not here'))),
    ...(file === undefined ? {} : { file }),
  })
  return planStarter(facts, { platforms: [], version: '1.2.3', ...options })
}

/** The settings by their names. */
export function settingsOf({ settings }: Starter): Readonly<Record<string, unknown>> {
  return Object.fromEntries(settings.map(({ setting, value }) => [setting, value]))
}

/** The text of a file that is to be written. */
export function textOf({ files }: Starter, purpose: 'config' | 'suite' | 'ci'): string {
  const file = files.find((one) => one.purpose === purpose)
  if (file === undefined) throw new Error(`no ${purpose} is written`)
  return file.text
}
