import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import { readText } from './read-text.ts'

/** A Dockerfile, named from the folder. */
export interface FoundDockerfile {
  readonly path: string
  readonly content: string
  /** Others that were there too. */
  readonly others: readonly string[]
}

const usualFolders = ['docker', '.docker', 'build', 'deploy', 'container']

/**
 * The Dockerfile of a folder: the one that was named, else where buildx looks, else the only one in a usual place.
 * @throws HarnessError `usage-invalid`
 */
export async function findDockerfile(folder: string, named: string | undefined): Promise<FoundDockerfile> {
  if (named !== undefined) {
    const content = await readText(join(folder, named))
    if (content !== undefined) return { path: named, content, others: [] }
    throw new HarnessError('usage-invalid', `there is no Dockerfile ${quoteText(named, 300)}`, {
      hint: 'name it from the folder that is looked at: --file docker/Dockerfile',
    })
  }
  const [first, ...others] = await listDockerfiles(folder)
  if (first === undefined) {
    throw new HarnessError('usage-invalid', `there is no Dockerfile in ${quoteText(folder, 300)}`, {
      hint: 'name the folder that has one, everyarch init FOLDER, or the file with --file; an image that is built elsewhere needs none: everyarch verify IMAGE',
    })
  }
  if (first !== 'Dockerfile' && others.length > 0) {
    throw new HarnessError('usage-invalid', `there are several Dockerfiles: ${[first, ...others].join(', ')}`, {
      hint: `name the one that is built: everyarch init --file ${first}`,
    })
  }
  const content = await readText(join(folder, first))
  if (content === undefined) {
    throw new HarnessError('usage-invalid', `${quoteText(first, 300)} cannot be read`, {
      hint: 'it has to be a text file of at most 1 MiB that you may read',
    })
  }
  return { path: first, content, others }
}

/** The usual name first. */
async function listDockerfiles(folder: string): Promise<readonly string[]> {
  const here = (await readdir(folder)).filter(isName)
  const below = await Promise.all(
    usualFolders.map(async (name) => {
      const names = await readdir(join(folder, name)).catch(() => [])
      return names.filter(isName).map((file) => `${name}/${file}`)
    }),
  )
  const all = [...here.toSorted(), ...below.flat()].slice(0, 20)
  return all.toSorted((a, b) => Number(b === 'Dockerfile') - Number(a === 'Dockerfile'))
}

function isName(name: string): boolean {
  return /^(?:Dockerfile|Containerfile)(?:\.(?!dockerignore$)[\w-]+)?$|^[\w-]+\.(?:Dockerfile|Containerfile)$/i.test(
    name,
  )
}
