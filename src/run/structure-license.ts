import { join } from 'node:path/posix'
import type { ImageFile } from '../engine/image-file.ts'
import type { StructureLicense } from './structure-file.ts'
import { readThroughLinks, type StructureFiles } from './structure-files.ts'

const documents = '/usr/share/doc'
const limits = { maxEntries: 500_000, maxBytes: 64 * 1024 * 1024 }
/** Whose words the original tool does not look at, and the words it looks for. */
const exempt = ['libgnutls30']
const refused = ['AGPL', 'WTFPL']

/** What is wrong with the licenses of files, and of the packages that a Debian system has documents of. */
export async function judgeLicense(
  { debian, files: paths }: StructureLicense,
  files: StructureFiles,
): Promise<readonly string[]> {
  const messages = debian ? await judgePackages(files) : []
  const others = await Promise.all(paths.map(async (path) => judgeText(path, await readThroughLinks(files, path))))
  return [...messages, ...others.flat()]
}

async function judgePackages(files: StructureFiles): Promise<readonly string[]> {
  const isLicense = (name: string): boolean => /^[^/]+\/[^/]+\/copyright$/.test(name)
  const tree = await files.readTree(documents, { ...limits, wants: isLicense })
  if (tree === undefined) return [`there is no folder ${documents}`]
  const known = new Map(tree.map((file) => [file.entry.name.replace(/^\.?\//, '').replace(/\/$/, ''), file]))
  const packages = [...known].flatMap(([name, { entry }]) => {
    const [, second, ...deeper] = name.split('/')
    return entry.kind === 'directory' && second !== undefined && deeper.length === 0 ? [{ name, package: second }] : []
  })
  const messages: string[] = []
  for (const { name, package: it } of packages.filter((one) => !exempt.includes(one.package))) {
    const path = join(documents, it, 'copyright')
    const license = known.get(`${name}/copyright`)
    const isPlain = license === undefined || license.entry.kind === 'file'
    messages.push(...judgeText(path, isPlain ? license : await readThroughLinks(files, path)))
  }
  return messages
}

function judgeText(path: string, file: ImageFile | undefined): readonly string[] {
  if (file === undefined) return [`there is no license ${path}`]
  if (file.entry.kind === 'directory') return [`${path} is a folder`]
  const text = Buffer.from(file.bytes).toString('utf8').toUpperCase()
  const found = refused.find((word) => text.includes(word))
  return found === undefined ? [] : [`${path} contains ${found}`]
}
