import { type ImageContent, platformJson, type PlatformJson } from '../content.ts'
import { image, index } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'
import { layer } from '../layer.ts'

const architectures = {
  linux:
    '386 amd64 amd64/v2 amd64/v3 amd64/v4 arm/v5 arm/v6 arm/v7 arm64 arm64/v8.1 arm64/v8.2 arm64/v8.3 arm64/v8.4 ' +
    'arm64/v8.5 arm64/v8.6 arm64/v8.7 arm64/v8.8 arm64/v8.9 arm64/v9 arm64/v9.1 arm64/v9.2 arm64/v9.3 arm64/v9.4 ' +
    'armbe arm64be loong64 mips mips/softfloat mipsle mipsle/softfloat mips64 mips64/softfloat mips64le ' +
    'mips64le/softfloat ppc ppc64 ppc64le ppc64le/power9 ppc64le/power10 riscv riscv64 riscv64/rva20u64 ' +
    'riscv64/rva22u64 riscv64/rva23u64 s390 s390x sparc sparc64 alpha ia64 m68k',
  freebsd: '386 amd64 amd64/v2 amd64/v3 amd64/v4 arm/v6 arm/v7 arm64 ppc64 ppc64le riscv64',
  openbsd: '386 amd64 arm/v7 arm64 mips64 ppc64 riscv64',
  netbsd: '386 amd64 arm/v6 arm/v7 arm64',
  android: '386 amd64 arm/v7 arm64',
}

/** Releases of Windows are told apart by `os.version` alone. */
const windowsBuilds = Array.from({ length: 100 }, (_, number) => `10.0.20348.${number + 1}`)

/** Half of them linux; each a platform that exists, and none twice. */
const platforms: readonly PlatformJson[] = [
  ...Object.entries(architectures).flatMap(([os, names]) =>
    names.split(' ').map((name) => platformJson(`${os}/${name}`)),
  ),
  ...windowsBuilds.map((build) => ({ os: 'windows', architecture: 'amd64', 'os.version': build })),
].slice(0, 100)

/** An index of a hundred platforms, each with a config and two layers of its own. */
export async function hundredPlatforms(registry: ImageRegistry): Promise<PushedImage> {
  return pushImage(registry, index(await Promise.all(platforms.map(tinyImage))), 'hundred-platforms')
}

async function tinyImage(platform: PlatformJson): Promise<ImageContent> {
  return image({ platform, layers: [await layer([{ path: '/first', text: '1' }]), await layer([])] })
}
