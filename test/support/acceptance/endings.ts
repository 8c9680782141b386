import { answerHttp } from '../../../src/elf/http-program.ts'
import { exitWith, print } from '../../../src/elf/programs.ts'
import { image } from '../image-builder.ts'
import type { ImageRegistry, PushedImage } from '../image-registry.ts'
import { layer } from '../layer.ts'
import { programFor } from '../program-image.ts'
import { pushPrograms } from './crashes.ts'
import { pushPair } from './pair.ts'

/** arm64 says why and ends with 3 at once; amd64 serves. */
export async function exitsEarly(registry: ImageRegistry): Promise<PushedImage> {
  const failing = print({ stderr: 'fatal: no such table\n', exitCode: 3 })
  return pushPrograms(registry, 'exits-early', answerHttp({ port: 8080, body: 'hello\n' }), failing)
}

/** A command that does its work and ends with 0; it exposes no port. */
export async function finishes(registry: ImageRegistry): Promise<PushedImage> {
  return pushCommand(registry, 'finishes', 0)
}

/** A command whose right end is 7. */
export async function finishesWithSeven(registry: ImageRegistry): Promise<PushedImage> {
  return pushCommand(registry, 'finishes-with-seven', 7)
}

async function pushCommand(registry: ImageRegistry, name: string, exitCode: number): Promise<PushedImage> {
  return pushPair(registry, name, async (platform) => {
    const bytes = programFor(platform, exitCode === 0 ? print({ stdout: 'done\n' }) : exitWith(exitCode))
    const layers = [await layer([{ path: '/app', bytes, mode: 0o755 }])]
    return image({ platform, layers, config: { Entrypoint: ['/app'] } })
  })
}
