import { architectureAliases } from '../oci/platform-table.ts'

/** Words of paths that say for which architecture something is, beside those of platforms and their aliases. */
const moreWords: Readonly<Record<string, string>> = {
  amd64: 'linux64 linux-64',
  '386': 'linux32 linux-32 ix86',
  arm64: 'a64 arm64e',
  arm: 'arm32 armv4t armv5t armv7hl armv7k armeabi arm-eabi thumbv7neon',
  mips: 'mips32',
  ppc: 'ppc32',
  riscv: 'riscv32',
}
const ownNames =
  '386 amd64 arm arm64 armbe loong64 mips mipsle mips64 mips64le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64'

/** The words, and the architecture each names. */
const architectures: ReadonlyMap<string, string> = new Map([
  ...ownNames.split(' ').map((name): [string, string] => [name, name]),
  ...[...architectureAliases].map(([word, name]): [string, string] => [word, name.split('/')[0] ?? name]),
  ...Object.entries(moreWords).flatMap(([name, words]) =>
    words.split(' ').map((word): [string, string] => [word, name]),
  ),
])

/** Say little on their own: a directory `arm` may hold a limb. */
const vagueWords: ReadonlySet<string> = new Set([
  'arm',
  'amd',
  'x86',
  '386',
  'mips',
  'ppc',
  'sparc',
  'riscv',
  'a64',
  's390',
])

/** The longest first: `x86_64` is no `x86`. */
const pattern = new RegExp(
  `(?<![a-z0-9])(?:${[...architectures.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(/[^a-z0-9]/g, '\\$&'))
    .join('|')})(?![a-z0-9])`,
  'gi',
)

/** The architectures that a name's words are of: `linux-x64-gnu` names amd64. */
export function namedArchitectures(name: string): ReadonlySet<string> {
  const known = remembered.get(name)
  if (known !== undefined) return known
  const named = new Set(wordsOf(name).map((word) => architectures.get(word) ?? word))
  // Directories have few names, and thousands of files lie below each.
  if (remembered.size >= maxRemembered) remembered.clear()
  remembered.set(name, named)
  return named
}

const remembered = new Map<string, ReadonlySet<string>>()
const maxRemembered = 10_000

/** The same for words that say it for certain: `x86` may be anything. */
export function plainlyNamedArchitectures(name: string): ReadonlySet<string> {
  const plain = wordsOf(name).filter((word) => !vagueWords.has(word))
  return new Set(plain.map((word) => architectures.get(word) ?? word))
}

function wordsOf(name: string): readonly string[] {
  return (name.match(pattern) ?? []).map((word) => word.toLowerCase())
}

/**
 * What is left of a name without architectures, C libraries and numbers: the same for `sharp-linuxmusl-x64` and
 * `sharp-linux-arm64`.
 */
export function nameStem(name: string): string {
  return name
    .replaceAll(pattern, '')
    .toLowerCase()
    .replaceAll(/(?:gnu|musl|glibc)?(?:eabi(?:hf)?)?/g, '')
    .replaceAll(/[^a-z]/g, '')
}

const tripletRest = /^[-_].*(?:linux|none|unknown|elf|eabi|gnu|musl|android|freebsd|netbsd|mingw|w64|darwin|apple|pc)/

/** True for a name as cross compilers use it for what they build for: `aarch64-linux-gnu`, `armv7-unknown-linux-gnueabihf`. */
export function isTriplet(name: string, architecture: string): boolean {
  if (!name.includes('-')) return false
  const lower = name.toLowerCase()
  // Machines that no platform names have cross compilers too.
  if (architecture === 'unknown') return /^[a-z0-9_]+-(?:[a-z0-9]+-)?linux-/.test(lower)
  const [first] = lower.match(pattern) ?? []
  if (first === undefined || !lower.startsWith(first)) return false
  return architectures.get(first) === architecture && tripletRest.test(lower.slice(first.length))
}
