import { existsSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import { exitWith } from '../../../src/elf/programs.ts'
import { writeRegistration } from '../../../src/emulation/registration.ts'
import type { FindingCode } from '../../../src/report/finding-codes.ts'
import { noHandler } from '../acceptance/no-handler.ts'
import { programFor } from '../program-image.ts'
import { temporaryFile } from '../temporary-file.ts'
import { about, type FindingExample } from './example.ts'

const handlers = '/proc/sys/fs/binfmt_misc'
const name = 'qemu-loongarch64'
const shownPath = `/usr/bin/${name}`
const platform = { os: 'linux', architecture: 'loong64' }

/**
 * What wrong handlers lead to. While one of these is asked about, the kernel has such a handler for an architecture that
 * has none on this machine; to register it takes root.
 */
export const handlerExamples: readonly FindingExample[] = [
  // An emulator that does nothing but end with 1.
  withHandler('execution/handler-not-fixed', ''),
  withHandler('execution/control-failed', 'F'),
]

function withHandler(code: FindingCode, flags: string): FindingExample {
  return {
    code,
    command: 'verify',
    ask: async (registry) => {
      const image = await noHandler(registry)
      const emulator = await temporaryFile(name, programFor(`linux/${host()}`, exitWith(1)))
      await chmod(emulator.path, 0o755)
      const release = async (): Promise<void> => {
        await emulator[Symbol.asyncDispose]()
        // Absent where it could not be registered.
        if (existsSync(`${handlers}/${name}`)) await writeFile(`${handlers}/${name}`, '-1')
      }
      try {
        await writeFile(`${handlers}/register`, writeRegistration(platform, emulator.path, flags, name))
      } catch (error) {
        await release()
        throw error
      }
      const question = about(image, '--platform', 'linux/loong64')
      return { ...question, names: { ...question.names, [emulator.path]: shownPath }, release }
    },
  }
}

function host(): string {
  return process.arch === 'x64' ? 'amd64' : process.arch
}
