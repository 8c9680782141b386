import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isFields, textOf } from '../plan/image-list-fields.ts'
import { readYamlDocuments } from '../plan/image-list-yaml.ts'
import { readText } from './read-text.ts'

/** What a workflow or pipeline that is there says. */
export interface CiFile {
  /** From the repository's root. */
  readonly path: string
  readonly kind: 'github' | 'gitlab'
  /** True where it runs this tool already. */
  readonly runsEveryarch: boolean
  /** What it builds this folder for; empty where it does not say, or builds something else. */
  readonly platforms: readonly string[]
  /** The stages of a pipeline; absent where it has the usual ones. */
  readonly stages?: readonly string[]
}

const mostFiles = 50

/** The workflows and the pipeline of a repository. */
export async function readCiFiles(root: string, folder: string): Promise<readonly CiFile[]> {
  const names = await readdir(join(root, '.github/workflows')).catch(() => [])
  const workflows = names.filter((name) => /\.ya?ml$/.test(name)).toSorted()
  const paths = workflows.slice(0, mostFiles).map((name) => `.github/workflows/${name}`)
  const files = await Promise.all(
    [...paths, '.gitlab-ci.yml'].map(async (path): Promise<readonly CiFile[]> => {
      const content = await readText(join(root, path))
      if (content === undefined) return []
      const kind = path === '.gitlab-ci.yml' ? 'gitlab' : 'github'
      const document = await readFirst(content, path)
      const stages = isFields(document) ? document['stages'] : undefined
      return [
        {
          path,
          kind,
          runsEveryarch: /\beveryarch(?:@[\w.^~-]+)?\s+verify\b|\/everyarch(?:@|\/\.github\/)/.test(content),
          platforms: listPlatforms(document, root, folder),
          ...(kind === 'gitlab' && Array.isArray(stages)
            ? { stages: stages.filter((stage) => typeof stage === 'string') }
            : {}),
        },
      ]
    }),
  )
  return files.flat()
}

async function readFirst(content: string, path: string): Promise<unknown> {
  try {
    for await (const document of readYamlDocuments(content, path)) return document
  } catch {
    // It is theirs, and read for hints only.
  }
  return undefined
}

/** The platforms of the first step that builds this folder. */
function listPlatforms(document: unknown, root: string, folder: string): readonly string[] {
  for (const fields of walk(document)) {
    const given = isFields(fields) ? fields['with'] : undefined
    if (isFields(fields) && isFields(given) && /docker\/build-push-action@/.test(textOf(fields, 'uses') ?? '')) {
      // Without a context the action builds the repository itself.
      const context = textOf(given, 'context') ?? '.'
      const listed = splitList(textOf(given, 'platforms') ?? '')
      if (resolve(root, context) === resolve(folder) && listed.length > 0) return listed
    }
    if (typeof fields === 'string' && resolve(root) === resolve(folder)) {
      const [, list = ''] = /\bdocker\s+(?:buildx\s+)?build\b[^|;&]*?--platform[= ]["']?([\w/,.]+)/.exec(fields) ?? []
      const listed = splitList(list)
      if (listed.length > 0) return listed
    }
  }
  return []
}

function splitList(text: string): readonly string[] {
  if (text.includes('$')) return []
  return text
    .split(/[\s,]+/)
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

/** Every object and text within a document, the outer ones first. */
function* walk(value: unknown, depth = 0): Generator<unknown, void> {
  if (depth > 20) return
  if (typeof value === 'string' || isFields(value)) yield value
  const within = Array.isArray(value) ? value : isFields(value) ? Object.values(value) : []
  for (const one of within) yield* walk(one, depth + 1)
}
