import { describe, expect, it } from 'vitest'
import { compareBaseline, createBaseline } from '../../../src/audit/baseline.ts'
import { HarnessError } from '../../../src/errors.ts'
import type { Candidate } from '../../../src/image/candidate.ts'
import { computeDigest, type Digest } from '../../../src/oci/digest.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'

const digestOf = (text: string): Digest => computeDigest(Buffer.from(text))
const unread = (): never => {
  throw new HarnessError('internal', 'only the index is needed')
}

/** `linux/arm64=a`: a platform, and what its digest is of. */
function candidates(...entries: readonly string[]): readonly Candidate[] {
  return entries.map((entry, number) => {
    const [name = '', content = ''] = entry.split('=')
    const platform = parsePlatform(name)
    const descriptor = { mediaType: 'x', digest: digestOf(content), sizeBytes: 1 }
    const reads = { readManifest: unread, readConfig: unread, readPlatform: async () => platform }
    return { platform, image: { position: `manifests[${number}]`, nested: false, descriptor, ...reads } }
  })
}

function compare(before: readonly string[], after: readonly string[]): readonly string[] {
  const entries = before.map((entry) => {
    const [platform = '', content] = entry.split('=')
    return { platform, ...(content === undefined ? {} : { digest: digestOf(content) }) }
  })
  const { index, images } = compareBaseline(createBaseline('app:1', entries), candidates(...after))
  const unchanged = [...images].flatMap(([{ position }, findings]) => findings.map(({ code }) => `${position} ${code}`))
  return [...index.map(({ code, evidence }) => `${JSON.stringify(evidence['platform'])} ${code}`), ...unchanged]
}

describe('against a baseline', () => {
  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['the same', ['linux/amd64=a', 'linux/arm64=b'], ['linux/amd64=a', 'linux/arm64=b'], []],
    ['all built anew', ['linux/amd64=a', 'linux/arm64=b'], ['linux/amd64=c', 'linux/arm64=d'], []],
    [
      'one left as it was',
      ['linux/amd64=a', 'linux/arm64=b'],
      ['linux/amd64=c', 'linux/arm64=b'],
      ['manifests[1] baseline/digest-unchanged'],
    ],
    ['one lost', ['linux/amd64=a', 'linux/arm64=b'], ['linux/amd64=a'], ['"linux/arm64" baseline/platform-lost']],
    ['one added', ['linux/amd64=a'], ['linux/amd64=a', 'linux/arm64=b'], ['"linux/arm64" baseline/platform-added']],
    ['listed in another order', ['linux/amd64=a', 'linux/arm64=b'], ['linux/arm64=b', 'linux/amd64=a'], []],
    ['listed twice, one of them known', ['linux/amd64=a', 'linux/amd64=b'], ['linux/amd64=b'], []],
    ['a digest nobody saved', ['linux/amd64', 'linux/arm64=b'], ['linux/amd64=a', 'linux/arm64=b'], []],
    ['Windows patched', ['windows(10.0.20348.1)/amd64=a'], ['windows(10.0.20348.2)/amd64=b'], []],
    [
      'Windows of another build',
      ['windows(10.0.17763.1)/amd64=a'],
      ['windows(10.0.20348.1)/amd64=b'],
      ['"windows(10.0.17763)/amd64" baseline/platform-lost', '"windows(10.0.20348)/amd64" baseline/platform-added'],
    ],
  ])('%s', (_, before, after, found) => {
    expect(compare(before, after)).toEqual(found)
  })
})
