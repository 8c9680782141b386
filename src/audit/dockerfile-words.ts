const words =
  /(?<![a-z0-9])(?:amd64|x86[-_]64|x64|linux64|i[3-6]86|386|aarch64|arm64(?:v8)?|arm32v[5-7]|armv[5-8][a-z]*|armhf|armel|arm|ppc64(?:le|el)|powerpc64le|s390x|riscv64|loong(?:arch)?64|mips64(?:le|el))(?![a-z0-9])/gi

const families: readonly (readonly [RegExp, string])[] = [
  [/^(?:amd64|x86[-_]64|x64|linux64)$/, 'amd64'],
  [/^(?:i[3-6]86|386)$/, '386'],
  [/^(?:aarch64|arm64(?:v8)?)$/, 'arm64'],
  [/^arm/, 'arm'],
  [/^(?:ppc64|powerpc64)/, 'ppc64le'],
  [/^loong/, 'loong64'],
  [/^mips64/, 'mips64le'],
]

/** The architectures a text names, each once, as the OCI spells them. */
export function listArchitectures(text: string): readonly string[] {
  const found = [...text.matchAll(words)].map(([word]) => {
    const lower = word.toLowerCase()
    return families.find(([pattern]) => pattern.test(lower))?.[1] ?? lower
  })
  return [...new Set(found)]
}
