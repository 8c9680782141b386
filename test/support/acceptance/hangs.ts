import { answerHttp } from '../../../src/elf/http-program.ts'
import { loopForever, sleepForever } from '../../../src/elf/programs.ts'
import type { ImageRegistry, PushedImage } from '../image-registry.ts'
import { pushPrograms } from './crashes.ts'

const healthy = answerHttp({ port: 8080, body: 'hello\n' })

/** arm64 computes for ever and never listens; amd64 serves. */
export async function loop(registry: ImageRegistry): Promise<PushedImage> {
  return pushPrograms(registry, 'loop', healthy, loopForever())
}

/** arm64 sleeps for ever and never listens; amd64 serves. */
export async function sleeper(registry: ImageRegistry): Promise<PushedImage> {
  return pushPrograms(registry, 'sleeper', healthy, sleepForever())
}

/** Neither ever listens. */
export async function loopEverywhere(registry: ImageRegistry): Promise<PushedImage> {
  return pushPrograms(registry, 'loop-everywhere', loopForever(), loopForever())
}

/** arm64 listens on another port than it exposes; amd64 serves. */
export async function otherPort(registry: ImageRegistry): Promise<PushedImage> {
  return pushPrograms(registry, 'other-port', healthy, answerHttp({ port: 9090, body: 'hello\n' }))
}

/** arm64 answers every request with 500; amd64 with 200. */
export async function serverError(registry: ImageRegistry): Promise<PushedImage> {
  return pushPrograms(registry, 'server-error', healthy, answerHttp({ port: 8080, body: 'oops\n', status: 500 }))
}
