/** The three names that most platforms consist of. */
export interface PlatformNames {
  readonly os: string
  readonly architecture: string
  readonly variant?: string
}

/**
 * The names in their one usual spelling, by containerd's rules, so that `Linux/aarch64/v8` is `linux/arm64`, and
 * `linux/arm` is `linux/arm/v7`. An empty name stays empty: nothing is filled in from this host.
 * https://github.com/containerd/platforms/blob/main/database.go
 */
export function normalizeNames(names: PlatformNames): PlatformNames {
  const os = names.os.toLowerCase()
  const { architecture, variant } = normalizeArchitecture(
    names.architecture.toLowerCase(),
    names.variant?.toLowerCase() ?? '',
  )
  return { os: os === 'macos' ? 'darwin' : os, architecture, ...(variant === '' ? {} : { variant }) }
}

function normalizeArchitecture(architecture: string, variant: string): { architecture: string; variant: string } {
  switch (architecture) {
    case 'i386':
      return { architecture: '386', variant: '' }
    case 'x86_64':
    case 'x86-64':
    case 'amd64':
      return { architecture: 'amd64', variant: variant === 'v1' ? '' : variant }
    case 'aarch64':
    case 'arm64':
      return { architecture: 'arm64', variant: arm64Variants.get(variant) ?? variant }
    case 'armhf':
      return { architecture: 'arm', variant: 'v7' }
    case 'armel':
      return { architecture: 'arm', variant: 'v6' }
    case 'arm':
      return { architecture, variant: armVariants.get(variant) ?? variant }
    default:
      return { architecture, variant }
  }
}

const arm64Variants: ReadonlyMap<string, string> = new Map([
  ['8', ''],
  ['v8', ''],
  ['v8.0', ''],
  ['9', 'v9'],
  ['9.0', 'v9'],
  ['v9.0', 'v9'],
])

const armVariants: ReadonlyMap<string, string> = new Map([
  ['', 'v7'],
  ['5', 'v5'],
  ['6', 'v6'],
  ['7', 'v7'],
  ['8', 'v8'],
])
