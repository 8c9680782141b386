/**
 * The operating systems and the architectures each runs on: Go's ports, and for Linux the names that Go and gccgo
 * reserve for its other architectures. Images name platforms in Go's words.
 * https://go.dev/doc/install/source#environment
 */
const architecturesByOs: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    linux:
      '386 amd64 arm arm64 loong64 mips mipsle mips64 mips64le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 ' +
      'armbe arm64be alpha ia64 m68k nios2 sh shbe',
    windows: '386 amd64 arm arm64',
    darwin: '386 amd64 arm arm64',
    freebsd: '386 amd64 arm arm64 ppc64 ppc64le riscv64',
    netbsd: '386 amd64 arm arm64',
    openbsd: '386 amd64 arm arm64 mips64 ppc64 riscv64',
    dragonfly: 'amd64',
    solaris: 'amd64 sparc64',
    illumos: 'amd64',
    aix: 'ppc64',
    android: '386 amd64 arm arm64',
    ios: 'amd64 arm arm64',
    plan9: '386 amd64 arm',
    hurd: '386 amd64',
    zos: 's390x',
    js: 'wasm',
    wasip1: 'wasm',
    wasip2: 'wasm',
    wasi: 'wasm wasm32',
  }).map(([os, architectures]) => [os, new Set(architectures.split(' '))]),
)

/** Every operating system of the table. */
export const knownOses: ReadonlySet<string> = new Set(architecturesByOs.keys())

/** Every architecture of the table. */
export const knownArchitectures: ReadonlySet<string> = new Set(
  [...architecturesByOs.values()].flatMap((architectures) => [...architectures]),
)

/** True where the operating system runs on the architecture. */
export function runsOn(os: string, architecture: string): boolean {
  return architecturesByOs.get(os)?.has(architecture) === true
}

/**
 * True for a variant the architecture has. Where the specification lists none, any word may be one, but not a bare
 * version number: that belongs to arm, arm64 or amd64.
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md#platform-variants
 */
export function hasVariant(architecture: string, variant: string): boolean {
  switch (architecture) {
    case 'amd64':
      return /^v[1-4]$/.test(variant)
    case 'arm':
      return /^v[4-7]$/.test(variant)
    case 'arm64':
      return /^v(8(\.[0-9])?|9(\.[0-7])?)$/.test(variant)
    default:
      return /^[a-z0-9_.-]+$/.test(variant) && !/^v?[0-9.]+$/.test(variant)
  }
}

/** Other projects' words for an operating system, and the one images use. */
export const osAliases: ReadonlyMap<string, string> = new Map([
  ['mac', 'darwin'],
  ['macos', 'darwin'],
  ['osx', 'darwin'],
  ['win', 'windows'],
  ['win32', 'windows'],
  ['windows_nt', 'windows'],
])

/** Other projects' words for an architecture (kernels, distributions, compilers), and `architecture[/variant]` here. */
export const architectureAliases: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amd64: 'x86_64 x86-64 x64 amd intel64 x86_64_v1',
    'amd64/v2': 'x86_64_v2 x86-64-v2 amd64v2',
    'amd64/v3': 'x86_64_v3 x86-64-v3 amd64v3',
    'amd64/v4': 'x86_64_v4 x86-64-v4 amd64v4',
    '386': 'i386 i486 i586 i686 x86 ia32',
    arm64: 'aarch64 arm64v8 armv8 armv8a arm64-v8 arm64-v8a',
    'arm/v7': 'armhf armv7 armv7l armv7a armv7hf arm32v7 armv7hl arm-v7 arm7',
    'arm/v6': 'armel armv6 armv6l armv6hf arm32v6 arm-v6 arm6',
    'arm/v5': 'armv5 armv5l armv5te armv5tel armv5tejl arm32v5 arm-v5 arm5',
    ppc64le: 'ppc64el powerpc64le powerpc64el',
    ppc64: 'powerpc64',
    ppc: 'powerpc',
    mips64le: 'mips64el',
    mipsle: 'mipsel',
    riscv64: 'rv64 riscv64gc rv64gc',
    loong64: 'loongarch64 loongarch',
    s390x: 'zarch systemz',
    wasm: 'wasm32',
  }).flatMap(([name, aliases]) => aliases.split(' ').map((alias): [string, string] => [alias, name])),
)
