import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TemporaryFile extends AsyncDisposable {
  readonly path: string
}

/** A file of its own folder, which goes when it is disposed of. */
export async function temporaryFile(name: string, content: string | Uint8Array): Promise<TemporaryFile> {
  const folder = await mkdtemp(join(tmpdir(), 'everyarch-test-'))
  const path = join(folder, name)
  await writeFile(path, content)
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}
