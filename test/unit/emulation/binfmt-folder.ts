import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder as the kernel shows its handlers in; disposing of it removes it. */
export interface BinfmtFolder extends Disposable {
  readonly path: string
  put(name: string, text: string): void
}

export function binfmtFolder(handlers: Readonly<Record<string, string>> = {}, status = 'enabled'): BinfmtFolder {
  const path = mkdtempSync(join(tmpdir(), 'everyarch-binfmt-'))
  const put = (name: string, text: string): void => writeFileSync(join(path, name), text)
  put('status', `${status}\n`)
  put('register', '')
  for (const [name, text] of Object.entries(handlers)) put(name, text)
  return { path, put, [Symbol.dispose]: () => rmSync(path, { recursive: true }) }
}

/** Magic and mask as distributions register them. */
const patterns = {
  aarch64: ['7f454c460201010000000000000000000200b700', 'ffffffffffffff00fffffffffffffffffeffffff'],
  arm: ['7f454c4601010100000000000000000002002800', 'ffffffffffffff00fffffffffffffffffeffffff'],
  x86_64: ['7f454c4602010100000000000000000002003e00', 'fffffffffffefe00fffffffffffffffffeffffff'],
  i386: ['7f454c4601010100000000000000000002000300', 'fffffffffffefe00fffffffffffffffffeffffff'],
  ppc64le: ['7f454c4602010100000000000000000002001500', 'ffffffffffffff00fffffffffffffffffeffff00'],
  s390x: ['7f454c4602020100000000000000000000020016', 'ffffffffffffff00fffffffffffffffffffeffff'],
  riscv64: ['7f454c460201010000000000000000000200f300', 'ffffffffffffff00fffffffffffffffffeffffff'],
  mips64el: ['7f454c4602010100000000000000000002000800', 'ffffffffffffff00fffffffffffffffffeffffff'],
  mips64: ['7f454c4602020100000000000000000000020008', 'ffffffffffffff00fffffffffffffffffffeffff'],
  loongarch64: ['7f454c4602010100000000000000000002000201', 'fffffffffffffffc00fffffffffffffffeffffff'],
} as const

export type QemuCpu = keyof typeof patterns

export interface HandlerFields {
  readonly state?: 'enabled' | 'disabled'
  readonly interpreter?: string
  readonly flags?: string
}

/** A handler's file, as Debian registers it unless told otherwise. */
export function handlerText(cpu: QemuCpu, fields: HandlerFields = {}): string {
  const { state = 'enabled', interpreter = `/usr/libexec/qemu-binfmt/${cpu}-binfmt-P`, flags = 'PF' } = fields
  const [magic, mask] = patterns[cpu]
  return `${state}\ninterpreter ${interpreter}\nflags: ${flags}\noffset 0\nmagic ${magic}\nmask ${mask}\n`
}
