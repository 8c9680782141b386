import { readFile } from 'node:fs/promises'

const root = new URL('../', import.meta.url)
const tables = /\/src\/report\/finding-codes\.ts$/

/** The text of every source that the command line loads, at once or later; without the table of finding codes itself. */
export async function readReachableSources(): Promise<string> {
  const texts = new Map<string, string>()
  const visit = async (file: URL): Promise<void> => {
    if (texts.has(file.href)) return
    texts.set(file.href, '')
    const text = await readFile(file, 'utf8')
    if (!tables.test(file.pathname)) texts.set(file.href, text)
    const imported = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+\.ts)'/g)].flatMap(([, path]) => path ?? [])
    await Promise.all(imported.map((path) => visit(new URL(path, file))))
  }
  await visit(new URL('src/cli/main.ts', root))
  return [...texts.values()].join('\n')
}
