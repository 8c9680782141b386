import { readdir, stat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import { isFields } from '../plan/image-list-fields.ts'
import { beginMarker } from '../report/marked-section.ts'
import { bakeFiles, readBakeFacts } from './bake-facts.ts'
import { readCiFiles, type CiFile } from './ci-facts.ts'
import { readComposeFacts, type ComposeFacts } from './compose-facts.ts'
import { readDockerfileFacts, type DockerfileFacts } from './dockerfile-facts.ts'
import { findDockerfile, type FoundDockerfile } from './find-dockerfile.ts'
import type { FolderBuild } from './folder-build.ts'
import { readPackageFacts, type PackageFacts } from './package-facts.ts'
import { readText } from './read-text.ts'
import { readRepository, type RepositoryFacts } from './repository-facts.ts'

/** What a folder holds that says how its image is built, started and published. */
export interface FolderFacts {
  /** Absolute. */
  readonly folder: string
  /** From the repository's root; empty for the root itself. */
  readonly place: string
  readonly dockerfile: FoundDockerfile & DockerfileFacts
  readonly compose?: ComposeFacts
  readonly bake?: FolderBuild
  /** Why a bake file that is there says nothing. */
  readonly bakeProblem?: string
  /** What the Dockerfile is built with, by the bake file or else the compose file. */
  readonly built: BuiltBy
  readonly ciFiles: readonly CiFile[]
  readonly repository: RepositoryFacts
  readonly package?: PackageFacts
  /** The configuration files that are there. */
  readonly configs: readonly string[]
  /** A README with a place for the table of platforms. */
  readonly readme?: string
  /** True where there is a folder of checks with something else in it. */
  readonly hasOtherChecks: boolean
}

export interface BuiltBy {
  readonly target?: string
  readonly buildArgs: ReadonlyMap<string, string>
  readonly contexts: ReadonlyMap<string, string>
  readonly from?: string
}

export interface LookOptions {
  /** Absolute. */
  readonly folder: string
  /** As messages name it. */
  readonly name: string
  /** A Dockerfile, from the folder. */
  readonly file?: string
  /** What a bake file comes to, as buildx prints it. */
  readonly printBake: (file: string) => Promise<unknown>
}

/**
 * Looks at a folder; nothing of it is run.
 * @throws HarnessError `usage-invalid` for one that is none, or has no Dockerfile
 */
export async function lookAtFolder({ folder, name, file, printBake }: LookOptions): Promise<FolderFacts> {
  await requireFolder(folder, name)
  const [compose, baked, repository, manifest, names] = await Promise.all([
    readComposeFacts(folder),
    readBaked(folder, printBake),
    readRepository(folder),
    readPackageFacts(folder),
    readdir(folder),
  ])
  const service = compose?.kind === 'service' ? compose.service : undefined
  const bake = 'target' in baked ? baked.target : undefined
  const by = bake ?? service
  const listed = by?.dockerfile
  const isThere = listed !== undefined && (await readText(join(folder, listed))) !== undefined
  const found = await findDockerfile(folder, file ?? (isThere ? listed : undefined))
  const built: BuiltBy =
    by === undefined
      ? { buildArgs: new Map(), contexts: new Map() }
      : {
          buildArgs: by.buildArgs,
          contexts: by.contexts,
          from: by.file,
          ...(by.target === undefined ? {} : { target: by.target }),
        }
  const facts = readDockerfileFacts(found.content, built)
  if (facts === undefined) throw noDockerfile(found.path, built)
  const checks = await readdir(join(folder, 'checks')).catch(() => [])
  const readme = await findReadme(folder, names)
  return {
    folder,
    place: relative(repository.root, resolve(folder)),
    dockerfile: { ...found, ...facts },
    built,
    ciFiles: await readCiFiles(repository.root, folder),
    repository,
    configs: names.filter((each) => /^everyarch\.config\.(?:ts|mts|js|mjs|json)$/.test(each)).toSorted(),
    hasOtherChecks: checks.some((each) => !each.startsWith('image.')),
    ...(compose === undefined ? {} : { compose }),
    ...(bake === undefined ? {} : { bake }),
    ...('problem' in baked ? { bakeProblem: baked.problem } : {}),
    ...(manifest === undefined ? {} : { package: manifest }),
    ...(readme === undefined ? {} : { readme }),
  }
}

async function requireFolder(folder: string, name: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined)
  if (found?.isDirectory() === true) return
  const what = found === undefined ? 'there is no folder' : 'this is no folder:'
  throw new HarnessError('usage-invalid', `${what} ${quoteText(name, 300)}`, {
    hint: 'name the folder that holds the Dockerfile: everyarch init FOLDER',
  })
}

function noDockerfile(path: string, { target, from }: BuiltBy): HarnessError {
  if (target === undefined) {
    return new HarnessError('usage-invalid', `${quoteText(path, 300)} is no Dockerfile: no FROM is in it`, {
      hint: 'name another with --file',
    })
  }
  return new HarnessError('usage-invalid', `${quoteText(path, 300)} has no stage ${quoteText(target)}`, {
    hint: `${from ?? 'another file'} builds that stage: correct either of them`,
  })
}

type Baked = { readonly target?: FolderBuild } | { readonly problem: string }

async function readBaked(folder: string, printBake: LookOptions['printBake']): Promise<Baked> {
  for (const file of bakeFiles) {
    const content = await readText(join(folder, file))
    if (content === undefined) continue
    try {
      const printed = await printBake(join(folder, file))
      const target = readBakeFacts(folder, file, printed)
      return target === undefined ? { problem: `no target of ${file} builds this folder` } : { target }
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown)
      return { problem: `${file} is left out: ${why}` }
    }
  }
  return {}
}

async function findReadme(folder: string, names: readonly string[]): Promise<string | undefined> {
  const name = names.find((each) => /^readme\.md$/i.test(each))
  if (name === undefined) return undefined
  return (await readText(join(folder, name)))?.includes(beginMarker) === true ? name : undefined
}

/** A JSON text that another program printed. */
export function parsePrinted(text: string): unknown {
  const value: unknown = JSON.parse(text)
  return isFields(value) ? value : undefined
}
