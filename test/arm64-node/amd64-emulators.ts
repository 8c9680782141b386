import { mkdir, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { extract } from 'tar-stream'
import { downloadPackages } from '../support/apt-download.ts'
import { onceAcrossProcesses } from '../support/once-across-processes.ts'

/** Programs of arm64 that run amd64's, of two releases of QEMU. */
export interface Amd64Emulators {
  readonly older: string
  readonly newer: string
}

const sources = [
  { name: 'qemu-user-static', suite: 'bookworm', file: 'older' },
  { name: 'qemu-user', suite: 'trixie', file: 'newer' },
] as const

/** Their paths on this machine; half a minute the first time. */
export async function amd64Emulators(): Promise<Amd64Emulators> {
  const caches = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  const folder = join(caches, 'everyarch', 'test-fixtures', 'arm64-amd64-emulators')
  await onceAcrossProcesses(folder, async (draft) => {
    for (const { name, suite, file } of sources) {
      await downloadPackages([{ suite, names: [name], architectures: ['arm64'] }], async (_, tar) => {
        await mkdir(join(draft, file))
        await writeFile(join(draft, file, 'qemu-x86_64'), await readEmulator(tar), { mode: 0o755 })
      })
    }
  })
  return { older: join(folder, 'older/qemu-x86_64'), newer: join(folder, 'newer/qemu-x86_64') }
}

async function readEmulator(tar: Buffer): Promise<Buffer> {
  const reader = extract()
  reader.end(tar)
  for await (const entry of reader) {
    const bytes = await buffer(entry)
    if (/\/bin\/qemu-x86_64(?:-static)?$/.test(entry.header.name) && bytes.length > 0) return bytes
  }
  throw new Error('the package holds no qemu-x86_64')
}
