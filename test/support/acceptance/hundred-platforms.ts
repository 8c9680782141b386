import type { ImageContent } from '../content.ts'
import { image, index } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'
import { layer } from '../layer.ts'

const architectures = `
  386 amd64 amd64/v2 amd64/v3 amd64/v4 arm/v5 arm/v6 arm/v7 armbe arm64 arm64be loong64
  mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64
  s390 s390x sparc sparc64 wasm
`
  .trim()
  .split(/\s+/)

const systems = ['linux', 'freebsd', 'netbsd', 'openbsd']

/** An index of a hundred platforms, each with a config and two layers of its own. */
export async function hundredPlatforms(registry: ImageRegistry): Promise<PushedImage> {
  const images = await Promise.all(platforms.map(tinyImage))
  return pushImage(registry, index(images), 'hundred-platforms')
}

const platforms = systems.flatMap((os) => architectures.map((architecture) => `${os}/${architecture}`)).slice(0, 100)

async function tinyImage(platform: string): Promise<ImageContent> {
  return image({ platform, layers: [await layer([{ path: '/first', text: '1' }]), await layer([])] })
}
