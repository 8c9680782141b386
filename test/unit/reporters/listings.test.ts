import { describe, expect, it } from 'vitest'
import { renderClean } from '../../../reporters/clean-text.ts'
import { renderDoctor } from '../../../reporters/doctor-text.ts'
import { renderPlan } from '../../../reporters/plan-text.ts'
import { renderPlatforms } from '../../../reporters/platforms-text.ts'
import { createFinding } from '../../../src/report/finding.ts'
import { plain } from './sample-report.ts'

const document = { schemaVersion: 1, tool: { name: 'everyarch', version: '1.0.0' } } as const
const digest = `sha256:${'ab'.repeat(32)}` as const
const image = { reference: 'example.com/app:1', digest }

function text(lines: readonly string[]): string {
  return lines.join('\n')
}

describe('the platforms of an image', () => {
  const platforms = [
    { platform: 'linux/amd64', declared: 'linux/amd64', digest, sizeBytes: 48_123_456 },
    { platform: 'linux/arm64', declared: 'linux/arm64/v8', digest, sizeBytes: 7_400 },
    { platform: 'windows(10.0.20348)/amd64', digest },
  ]

  it('are a line each', () => {
    expect(text(renderPlatforms(plain, { ...document, image, attestations: 2, platforms }))).toMatchInlineSnapshot(`
      "example.com/app:1@sha256:abababababab  3 platforms, 2 attestations
        linux/amd64                sha256:abababababab  48.1 MB
        linux/arm64                sha256:abababababab   7.4 kB  declared linux/arm64/v8
        windows(10.0.20348)/amd64  sha256:abababababab"
    `)
  })

  it('come with what is wrong with the index', () => {
    const findings = [
      createFinding('index/platform-missing', 'linux/s390x is required and not there', { hint: 'build it' }),
    ]
    const lines = renderPlatforms(plain, {
      ...document,
      image,
      attestations: 0,
      platforms: platforms.slice(0, 1),
      findings,
    })
    expect(text(lines)).toMatchInlineSnapshot(`
      "example.com/app:1@sha256:abababababab  1 platform
        linux/amd64  sha256:abababababab  48.1 MB
      error index/platform-missing
        linux/s390x is required and not there
        hint: build it"
    `)
  })

  it('of several images are a row each, and nothing is claimed of one that could not be listed', () => {
    const findings = [
      createFinding('index/platform-missing', 'linux/arm64 is required and not there', {
        evidence: { missing: 'linux/arm64' },
      }),
    ]
    const one = { image, attestations: 0, platforms }
    const lacking = { image, attestations: 0, platforms: platforms.slice(0, 1), findings }
    const failed = {
      image: { reference: 'example.com/none:1' },
      platforms: [],
      errors: [{ code: 'image-not-found', message: 'no' }],
    } as const
    expect(text(renderPlatforms(plain, { ...document, images: [one, lacking, failed] }))).toMatchInlineSnapshot(`
      "                    amd64  arm64  windows/amd64
      example.com/app:1   ✓      ✓      ✓
      example.com/app:1   ✓      ✗      –
      example.com/none:1  ?      ?      ?

      ✗ example.com/app:1
        index/platform-missing: linux/arm64 is required and not there"
    `)
  })
})

it('a plan says how each platform would be run, and how that is known', () => {
  const listing = {
    ...document,
    image,
    engines: [{ name: 'default', endpoint: 'unix:///var/run/docker.sock', version: '28.5.2', platform: 'linux/amd64' }],
    platforms: [
      { platform: 'linux/amd64', execution: { kind: 'native', proof: 'its own architecture' }, timeoutMs: 60_000 },
      {
        platform: 'linux/arm64',
        execution: {
          kind: 'emulated',
          emulator: { name: 'qemu-aarch64', version: '7.2.22' },
          proof: 'a known-good program ran',
        },
        timeoutMs: 240_000,
        timeoutReason: 'the default for an emulated platform',
      },
      {
        platform: 'linux/s390x',
        execution: { kind: 'unavailable', reason: 'a known-good program could not be run: exec format error' },
        hint: 'docker run --privileged --rm tonistiigi/binfmt --install s390x',
      },
      { platform: 'linux/riscv64', execution: { kind: 'none', reason: 'level: static' } },
      { platform: 'windows/amd64', execution: { kind: 'none' } },
    ],
  } as const
  expect(text(renderPlan(plain, listing))).toMatchInlineSnapshot(`
    "example.com/app:1@sha256:abababababab
    on engine default 28.5.2 (linux/amd64) at unix:///var/run/docker.sock
      linux/amd64    native                           up to 1 m 00 s
        its own architecture
      linux/arm64    emulated by qemu-aarch64 7.2.22  up to 4 m 00 s
        a known-good program ran
        waited for: the default for an emulated platform
      linux/s390x    cannot be run here
        a known-good program could not be run: exec format error
        hint: docker run --privileged --rm tonistiigi/binfmt --install s390x
      linux/riscv64  not run
        level: static
      windows/amd64  not run"
  `)
})

it('the doctor says what is there, what is missing and what to do', () => {
  const checks = [
    { name: 'engine', status: 'ok', message: '28.5.2 at unix:///var/run/docker.sock' },
    { name: 'disk', status: 'unknown', message: "the engine's disk cannot be seen from here" },
    {
      name: 'linux/s390x',
      status: 'missing',
      message: 'no handler is registered',
      hint: 'apt-get install qemu-user-static',
    },
  ] as const
  expect(text(renderDoctor(plain, { ...document, checks }))).toMatchInlineSnapshot(`
    "✓ engine       28.5.2 at unix:///var/run/docker.sock
    ? disk         the engine's disk cannot be seen from here
    ✗ linux/s390x  no handler is registered
                   hint: apt-get install qemu-user-static

    1 thing missing"
  `)
  expect(renderDoctor(plain, { ...document, checks: checks.slice(0, 2) }).at(-1)).toBe('nothing is missing')
})

it('what was cleaned up is listed', () => {
  const removed = [
    { kind: 'container', name: '0123456789ab', run: 'r1' },
    { kind: 'image', name: 'a:b' },
  ] as const
  expect(renderClean(plain, { ...document, removed })).toEqual([
    'container 0123456789ab of run r1',
    'image a:b',
    'removed 2 things',
  ])
  expect(renderClean(plain, { ...document, removed: [] })).toEqual(['nothing was left over'])
})
