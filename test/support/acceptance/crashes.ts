import { answerHttp } from '../../../src/elf/http-program.ts'
import type { Program } from '../../../src/elf/program.ts'
import { abort, executeUndefined, loadNull } from '../../../src/elf/programs.ts'
import { index } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'
import { programImage } from '../program-image.ts'
import { pushPair } from './pair.ts'

const healthy = answerHttp({ port: 8080, body: 'hello\n' })

/** arm64 reads address zero as PID 1; amd64 serves. */
export async function segfault(registry: ImageRegistry): Promise<PushedImage> {
  return pushPrograms(registry, 'segfault', healthy, loadNull())
}

/** Both read address zero: no emulator is to blame. */
export async function segfaultEverywhere(registry: ImageRegistry): Promise<PushedImage> {
  return pushPrograms(registry, 'segfault-everywhere', loadNull(), loadNull())
}

/** arm64 executes what no CPU knows; amd64 serves. */
export async function illegalInstruction(registry: ImageRegistry): Promise<PushedImage> {
  return pushPrograms(registry, 'illegal-instruction', healthy, executeUndefined())
}

/** arm64 aborts as a failed assertion does; amd64 serves. */
export async function aborted(registry: ImageRegistry): Promise<PushedImage> {
  return pushPrograms(registry, 'aborted', healthy, abort())
}

/** riscv64 reads address zero, of which QEMU 7.2 writes no line; amd64 serves. */
export async function silentSegfault(registry: ImageRegistry): Promise<PushedImage> {
  const programs = [await programImage('linux/amd64', healthy), await programImage('linux/riscv64', loadNull())]
  return pushImage(registry, index(programs), 'silent-segfault')
}

/** One program for amd64, another for arm64. */
export async function pushPrograms(
  registry: ImageRegistry,
  name: string,
  amd64: Program,
  arm64: Program,
): Promise<PushedImage> {
  return pushPair(registry, name, (platform) => programImage(platform, platform === 'linux/amd64' ? amd64 : arm64))
}
