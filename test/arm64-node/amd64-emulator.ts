import { writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { extract } from 'tar-stream'
import { downloadPackages } from '../support/apt-download.ts'
import { onceAcrossProcesses } from '../support/once-across-processes.ts'

/** The path on this machine of a program of arm64 that runs amd64's; half a minute the first time. */
export async function amd64Emulator(): Promise<string> {
  const caches = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  const folder = join(caches, 'everyarch', 'test-fixtures', 'arm64-amd64-emulator')
  const request = { suite: 'bookworm', names: ['qemu-user-static'], architectures: ['arm64'] }
  await onceAcrossProcesses(folder, (draft) =>
    downloadPackages([request], async (_, tar) =>
      writeFile(join(draft, 'qemu-x86_64'), await readEmulator(tar), { mode: 0o755 }),
    ),
  )
  return join(folder, 'qemu-x86_64')
}

async function readEmulator(tar: Buffer): Promise<Buffer> {
  const reader = extract()
  reader.end(tar)
  for await (const entry of reader) {
    const bytes = await buffer(entry)
    if (entry.header.name.endsWith('/bin/qemu-x86_64-static') && bytes.length > 0) return bytes
  }
  throw new Error('the package holds no qemu-x86_64')
}
