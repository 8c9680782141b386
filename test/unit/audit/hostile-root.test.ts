import { describe, expect, it } from 'vitest'
import { auditPackages } from '../../../src/audit/packages.ts'
import { auditSharedLayers } from '../../../src/audit/shared-layers.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'
import { audit } from './audit-root.ts'
import { database, library, link, makeRoot, program, script, text, type FileDraft } from './root.ts'

type Random = (below: number) => number

/** Numbers that look random and are the same in every run. */
function createRandom(seed: number): Random {
  let state = seed
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below
}

const names = [
  'bin',
  'sh',
  'env',
  'app',
  'lib',
  'x86_64-linux-gnu',
  'node_modules',
  'prebuilds',
  'testdata',
  '..',
  '.',
  'constructor',
  '__proto__',
  'a\nb',
  'ö',
  'etc',
  'ld.so.conf',
]
const texts = [
  '',
  '/',
  '//',
  '/bin/sh',
  'sh',
  '$ORIGIN',
  '$LIB:${ORIGIN}',
  '\0',
  '\r',
  '/usr/bin/env',
  '-S -S -S',
  'A=b',
  'include *',
  'a'.repeat(5000),
  '/'.repeat(300),
  '{{{',
  '**/**',
  '../../..',
]

function pick<T>(random: Random, list: readonly T[]): T {
  const item = list[random(list.length)]
  if (item === undefined) throw new Error('the list is empty')
  return item
}

function randomPath(random: Random): string {
  const parts = Array.from({ length: 1 + random(4) }, () =>
    pick(
      random,
      names.filter((name) => !name.startsWith('.')),
    ),
  )
  return `/${parts.join('/')}`
}

function randomFile(random: Random): FileDraft {
  const words = (): string[] => Array.from({ length: random(4) }, () => pick(random, texts))
  const mode = pick(random, [0o755, 0o644, 0o4755, 0, 0o111])
  switch (random(7)) {
    case 0:
      return { ...link(pick(random, [...texts, randomPath(random)])), mode }
    case 1:
      return script(pick(random, texts) + pick(random, texts), { mode })
    case 2:
      return text(pick(random, texts), { mode })
    case 3:
      return database(words().join('\n'))
    case 4:
      return { kind: pick(random, ['directory', 'device', 'fifo']), mode }
    default: {
      const more = { needed: words(), rpath: words(), runpath: words(), interpreter: pick(random, texts) }
      const make = random(2) === 0 ? program : library
      return make(pick(random, ['amd64', 'arm64', 'arm', '386', 'unknown']), more, { mode })
    }
  }
}

/** A root of what could be laid; a file under a file cannot. */
function randomRoot(random: Random): Record<string, FileDraft> {
  const files: Record<string, FileDraft> = {}
  for (let count = 0; count < 25; count++) {
    const path = randomPath(random)
    try {
      makeRoot({ ...files, [path]: randomFile(random) })
      Object.defineProperty(files, path, { value: randomFile(random), enumerable: true, configurable: true })
      makeRoot(files)
    } catch {
      Reflect.deleteProperty(files, path)
    }
  }
  return files
}

describe('the audit of files', () => {
  it('has findings or none of 250 roots nobody would make, and never an error', () => {
    const random = createRandom(20_261_122)
    let found = 0
    for (let run = 0; run < 250; run++) {
      const files = randomRoot(random)
      const config = {
        Entrypoint: [pick(random, [...texts, ...names]), pick(random, texts)],
        Cmd: [pick(random, names), pick(random, texts)],
        Env: [`PATH=${pick(random, texts)}:/bin:`, `LD_LIBRARY_PATH=${pick(random, texts)}`, pick(random, texts)],
        WorkingDir: pick(random, [...texts, randomPath(random)]),
        User: pick(random, [...texts, '1000', '0:0', '1000:x']),
      }
      const platform = pick(random, ['linux/amd64', 'linux/arm64', 'linux/arm/v6', 'linux/386'])
      const findings = audit({ platform, config, files, allow: ['/app/**'], isaCeiling: 1 })
      found += findings.length
      for (const finding of findings) {
        expect(finding.message).not.toMatch(/\p{Cc}/u)
        expect(finding.message.length).toBeLessThan(3000)
        expect(JSON.parse(JSON.stringify(finding))).toStrictEqual(finding)
      }
      const rootfs = makeRoot(files)
      const image = { platform: parsePlatform(platform), name: platform, rootfs, layerDigests: ['sha256:a'] }
      auditSharedLayers([image, { ...image, platform: parsePlatform('linux/s390x') }])
      auditPackages([image, image])
    }
    expect(found).toBeGreaterThan(100)
  })

  it('has few findings of thirty thousand foreign files', () => {
    const files = Object.fromEntries(
      Array.from({ length: 30_000 }, (_, at) => [
        `/opt/${at % 977}/linux-x64/${at % 13}/node_modules/p${at}/x/y`,
        program('amd64'),
      ]),
    )
    const findings = audit({ files: { ...files, '/bin/sh': program('arm64') }, config: { Cmd: ['sh'] } })
    expect(findings.length).toBeLessThan(10)
  })

  it('ends with paths made to take long', () => {
    const deep = `/${'node_modules/'.repeat(75)}x`
    const files = Object.fromEntries(
      Array.from({ length: 500 }, (_, at) => [`${deep}${at}`, program('amd64', {}, { mode: 0o644 })]),
    )
    expect(audit({ files: { ...files, '/bin/sh': program('arm64') } })).toHaveLength(1)
  })
})
