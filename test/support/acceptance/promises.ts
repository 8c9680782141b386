import { answerHttp } from '../../../src/elf/http-program.ts'
import { exitWith } from '../../../src/elf/programs.ts'
import { serverImage } from '../busybox-image.ts'
import { withX86Level } from '../elf-edit.ts'
import { index } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'
import { programFor, programImage } from '../program-image.ts'
import { pushPair } from './pair.ts'

/** A helper of amd64 that only processors of the last ten years or so can run, and says so. */
export async function isaLevel(registry: ImageRegistry): Promise<PushedImage> {
  const bytes = withX86Level(programFor('linux/amd64', exitWith(0)), 3)
  const helper = { path: '/usr/local/bin/resize', bytes, mode: 0o755 }
  return pushPair(registry, 'isa-level', (platform) =>
    serverImage(platform, platform === 'linux/amd64' ? { files: [helper] } : {}),
  )
}

/** A program for arm/v6 without the attributes that say for which processor it was compiled. */
export async function variantUnverified(registry: ImageRegistry): Promise<PushedImage> {
  const images = ['linux/amd64', 'linux/arm/v6'].map((platform) =>
    programImage(platform, answerHttp({ port: 8080, body: 'hello\n' })),
  )
  return pushImage(registry, index(await Promise.all(images)), 'variant-unverified')
}

/** Both platforms look for Java where only amd64 has it. */
export async function architectureInEnv(registry: ImageRegistry): Promise<PushedImage> {
  const config = { Env: ['PATH=/bin', 'JAVA_HOME=/usr/lib/jvm/java-21-openjdk-amd64'] }
  return pushPair(registry, 'architecture-in-env', (platform) => serverImage(platform, { config }))
}
