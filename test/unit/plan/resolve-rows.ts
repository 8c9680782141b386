/** What an index lists, the host, and what each engine takes: a platform, `-` for nothing, `~` for a fallback, `!` for one refused in use. */
export interface ResolveRow {
  readonly index: readonly (string | readonly string[])[]
  readonly host: string
  readonly docker: string
  readonly classic: string
  readonly containerd: string
  readonly kubernetes: string
  readonly podman: string
  readonly crane: string
}

function row(
  index: ResolveRow['index'],
  host: string,
  [docker, classic, containerd, kubernetes, podman, crane]: readonly [string, string, string, string, string, string],
): ResolveRow {
  return { index, host, docker, classic, containerd, kubernetes, podman, crane }
}

/** The same of all engines. */
function all(index: ResolveRow['index'], host: string, pick: string): ResolveRow {
  return row(index, host, [pick, pick, pick, pick, pick, pick])
}

const arms = ['linux/arm/v5', 'linux/arm/v6', 'linux/arm/v7']
const levels = ['linux/amd64', 'linux/amd64/v2', 'linux/amd64/v3']
const levelsDown = levels.toReversed()

export const resolveRows: readonly ResolveRow[] = [
  all(['linux/amd64', 'linux/arm64', 'linux/386'], 'linux/amd64', 'linux/amd64'),
  all(['linux/386', 'linux/amd64'], 'linux/amd64/v4', 'linux/amd64'),
  all(['linux/arm/v7', 'linux/arm64'], 'linux/arm64', 'linux/arm64'),
  all(['linux/amd64', 'windows/amd64'], 'linux/s390x', '-'),
  all(['unknown/unknown', 'linux/riscv64'], 'linux/riscv64', 'linux/riscv64'),
  all(['linux/arm64/v8'], 'linux/arm64', 'linux/arm64'),
  all(arms, 'linux/arm/v7', 'linux/arm/v7'),
  all(arms, 'linux/arm/v6', 'linux/arm/v6'),
  all(arms, 'linux/arm/v5', 'linux/arm/v5'),
  all(['linux/arm/v7'], 'linux/arm/v6', '-'),
  all(['linux/386'], 'linux/386', 'linux/386'),
  all(['linux/amd64'], 'linux/386', '-'),
  row(arms, 'linux/arm64', ['linux/arm/v7~!', 'linux/arm/v7~', 'linux/arm/v7~', '-', '-', '-']),
  row(['linux/arm/v6'], 'linux/arm/v7', [
    'linux/arm/v6~!',
    'linux/arm/v6~',
    'linux/arm/v6~',
    '-',
    'linux/arm/v6~',
    '-',
  ]),
  row(['linux/386'], 'linux/amd64', ['linux/386~!', 'linux/386~', 'linux/386~', '-', '-', '-']),
  row(levels, 'linux/amd64/v3', [
    'linux/amd64/v3',
    'linux/amd64/v3',
    'linux/amd64',
    'linux/amd64',
    'linux/amd64',
    'linux/amd64',
  ]),
  row(levelsDown, 'linux/amd64', [
    'linux/amd64',
    'linux/amd64',
    'linux/amd64',
    'linux/amd64',
    'linux/amd64',
    'linux/amd64/v3~',
  ]),
  row(['linux/amd64/v3'], 'linux/amd64/v4', ['linux/amd64/v3', 'linux/amd64/v3', '-', '-', '-', 'linux/amd64/v3']),
  // Spelling: engines forgive what others do not.
  row(['linux/aarch64'], 'linux/arm64', ['linux/arm64', 'linux/arm64', 'linux/arm64', 'linux/arm64', '-', '-']),
  row(['linux/arm'], 'linux/arm/v7', [
    'linux/arm/v7',
    'linux/arm/v7',
    'linux/arm/v7',
    'linux/arm/v7',
    'linux/arm/v7',
    '-',
  ]),
  row(['linux/arm'], 'linux/arm/v6', ['-', '-', '-', '-', 'linux/arm/v7~', '-']),
  // Entries without a platform come last, and only some look at their config.
  all(['-:linux/amd64'], 'linux/amd64', 'linux/amd64'),
  row(['-:linux/arm64', '-:linux/amd64'], 'linux/amd64', [
    'linux/arm64~!',
    'linux/arm64~',
    '-',
    '-',
    'linux/arm64~',
    'linux/arm64~',
  ]),
  row(['-:linux/amd64', 'linux/386'], 'linux/amd64', [
    'linux/386~!',
    'linux/386~',
    'linux/386~',
    '-',
    'linux/amd64',
    'linux/amd64',
  ]),
  // Only the first index inside is looked into.
  all([['linux/amd64'], ['linux/arm64']], 'linux/amd64', 'linux/amd64'),
  all([['linux/amd64'], ['linux/arm64']], 'linux/arm64', '-'),
]
