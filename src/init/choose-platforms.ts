import { formatPlatform, parsePlatform } from '../oci/platform.ts'
import type { Choice } from './choice.ts'
import type { FolderFacts } from './folder-facts.ts'

/** What most images are published for. */
const usual = ['linux/amd64', 'linux/arm64']

interface Source {
  readonly listed: readonly string[]
  readonly because: string
}

/** The platforms that somebody has said the image is for: the user, a bake file, CI, a compose file; else the usual ones. */
export function choosePlatforms(
  { bake, ciFiles, compose }: FolderFacts,
  asked: readonly string[],
): { readonly choice: Choice; readonly notes: readonly string[] } {
  const service = compose?.kind === 'service' ? compose.service : undefined
  const sources: readonly Source[] = [
    { listed: asked, because: 'you named them' },
    { listed: bake?.platforms ?? [], because: `${bake?.name} of ${bake?.file} is built for them` },
    ...ciFiles.map(({ path, platforms }) => ({ listed: platforms, because: `${path} builds for them` })),
    { listed: service?.platforms ?? [], because: `${service?.name} of ${service?.file} is built for them` },
  ]
  const notes: string[] = []
  for (const { listed, because } of sources) {
    if (listed.length === 0) continue
    const { known, odd } = readPlatforms(listed)
    if (odd.length > 0) notes.push(`${odd.join(', ')} cannot be verified here, and is left out (${because})`)
    if (known.length > 0) return { choice: { setting: 'platform', value: known.join(','), because }, notes }
  }
  const because = 'nothing here names platforms, and these two are what most are published for'
  return { choice: { setting: 'platform', value: usual.join(','), because }, notes }
}

/** Those of linux, each once, as everyone spells them. */
function readPlatforms(listed: readonly string[]): { known: readonly string[]; odd: readonly string[] } {
  const known = new Set<string>()
  const odd: string[] = []
  for (const text of listed) {
    const name = normalize(text)
    if (name === undefined) odd.push(text)
    else known.add(name)
  }
  return { known: [...known], odd }
}

function normalize(text: string): string | undefined {
  try {
    const platform = parsePlatform(text)
    return platform.os === 'linux' ? formatPlatform(platform) : undefined
  } catch {
    return undefined
  }
}
