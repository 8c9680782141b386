import { resolve } from 'node:path'
import process from 'node:process'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { runDockerCli } from '../engine/docker-cli.ts'
import { lookAtFolder, parsePrinted } from '../init/folder-facts.ts'
import { placeFiles, writePlaced, type PlacedFile } from '../init/place-files.ts'
import { planStarter, type Starter } from '../init/starter-files.ts'
import { tellFacts } from '../init/tell-facts.ts'
import { formatPlatform } from '../oci/platform.ts'
import type { InitListing } from '../report/listing.ts'
import { formatShellLine } from '../report/shell-line.ts'
import { toolInfo, type VerbContext } from './context.ts'
import { makeFolder } from './make-folder.ts'

/** What is to be written, and how that is said. */
export interface PreparedInit {
  readonly files: readonly PlacedFile[]
  /** What it comes to, once it is written or not. */
  tell(isWritten: boolean, diff: (file: PlacedFile) => readonly string[] | undefined): InitListing
  /** @throws HarnessError `usage-invalid` */
  write(): Promise<void>
}

/** A bake file is read by buildx itself, which takes no time. */
const bakeTimeoutMs = 15_000

/**
 * Looks at a folder, and prepares the files that verify it; writes nothing yet.
 * @throws HarnessError `usage-invalid`
 */
export async function prepareInit(config: ResolvedConfig, context: VerbContext): Promise<PreparedInit> {
  const { initRequest: asked, platforms } = config
  const name = asked.folder ?? '.'
  const folder = resolve(process.cwd(), name)
  const facts = await lookAtFolder({
    folder,
    name,
    ...(asked.file === undefined ? {} : { file: asked.file }),
    printBake: (file) => printBake(file, context),
  })
  const starter = planStarter(facts, {
    platforms: platforms.map(formatPlatform),
    version: toolInfo().version,
    ...(asked.format === undefined ? {} : { format: asked.format }),
    ...(asked.ci === undefined ? {} : { ci: asked.ci }),
  })
  const files = await placeFiles(folder, starter.files, asked.force)
  return {
    files,
    tell: (isWritten, diff) => ({
      schemaVersion: 1,
      tool: toolInfo(),
      folder: name,
      isWritten,
      found: tellFacts(facts),
      settings: starter.settings,
      files: files.map((file) => tellFile(file, diff(file))),
      notes: starter.notes,
      next: listNext(name, starter),
    }),
    write: () => writePlaced(folder, files, makeFolder),
  }
}

function tellFile(
  { path, purpose, state, because, text }: PlacedFile,
  diff: readonly string[] | undefined,
): InitListing['files'][number] {
  return { path, purpose, state, because, text, ...(diff === undefined ? {} : { diff }) }
}

function listNext(folder: string, { files }: Starter): readonly string[] {
  const isHere = resolve(process.cwd(), folder) === process.cwd()
  const move = isHere ? [] : [formatShellLine(['cd', folder])]
  const isTyped = files.some(({ path }) => /\.m?ts$/.test(path))
  return [...move, 'npx everyarch verify', ...(isTyped ? ['npm install --save-dev everyarch vitest'] : [])]
}

async function printBake(file: string, { environment, signal }: VerbContext): Promise<unknown> {
  const text = await runDockerCli({
    args: ['buildx', 'bake', '--file', file, '--print', '--progress', 'quiet'],
    env: environment.variables,
    signal,
    timeoutMs: bakeTimeoutMs,
    action: 'read the bake file',
    code: 'build-failed',
    hint: 'see what it comes to: docker buildx bake --print',
  })
  return parsePrinted(text)
}
