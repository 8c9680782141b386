import type { RootFs } from '../image/rootfs.ts'
import type { ContainerConfig } from '../oci/image-config.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import { readVariables, splitList } from './entrypoint-environment.ts'
import { relateCode } from './rootfs-code.ts'
import { showPath } from './rootfs-paths.ts'
import { plainlyNamedArchitectures } from './rootfs-words.ts'

/** Variables that are about another architecture because builds are. */
const aboutBuilds = /ARCH|BUILD|CROSS|HOST|PLATFORM|QEMU|SYSROOT|TARGET|TRIPLE|TUPLE/

/** What runs on the same machines: it may be named beside the platform's own. */
const kin: ReadonlyMap<string, readonly string[]> = new Map([
  ['amd64', ['386']],
  ['arm64', ['arm']],
])

/** Variables whose paths name another architecture, such as a `JAVA_HOME` that was written for amd64. */
export function auditEnvironment(rootfs: RootFs, config: ContainerConfig, platform: Platform): readonly Finding[] {
  const found = [...readVariables(config)].flatMap(([variable, value]) => {
    // A colon would cut an address into what looks like a path.
    if (aboutBuilds.test(variable) || value.includes('://')) return []
    return splitList(value.slice(0, maxValueLength)).flatMap((path) => {
      const others = path.startsWith('/') ? foreignNames(path, platform) : []
      if (others.length === 0 || holdsOwnCode(rootfs, path, platform)) return []
      return [{ variable, path, others, exists: rootfs.resolve(path).kind === 'found' }]
    })
  })
  const name = formatPlatform(platform)
  return found.slice(0, maxFindings).map(({ variable, path, others, exists }) => {
    const missing = exists ? '' : ', and does not exist'
    const message = `${showPath(variable)} is ${showPath(path)}, which names ${others.join(' and ')}${missing}; the platform is ${name}`
    return createFinding('rootfs/arch-in-env', message, {
      evidence: { variable, path, exists, platform: name },
      hint: 'take the architecture from TARGETARCH, or use a path without one',
    })
  })
}

const maxValueLength = 16_384
const maxFindings = 8

function foreignNames(path: string, { architecture }: Platform): readonly string[] {
  const named = plainlyNamedArchitectures(path)
  if (named.has(architecture)) return []
  return [...named].filter((other) => kin.get(architecture)?.includes(other) !== true)
}

/** A cross compiler runs here, whatever its directory is called. */
function holdsOwnCode(rootfs: RootFs, path: string, platform: Platform): boolean {
  return [path, `${path}/bin`].some((directory) =>
    rootfs
      .list(directory)
      .some(({ content }) => content?.kind === 'elf' && relateCode(content.facts, platform) === 'native'),
  )
}
