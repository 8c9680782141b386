import { describe, expect, it } from 'vitest'
import { computeDigest } from '../../../src/oci/digest.ts'
import { formatPlatform, parsePlatform } from '../../../src/oci/platform.ts'
import { type EngineName, resolveEngines } from '../../../src/plan/resolve-engine.ts'
import type { Resolvable } from '../../../src/plan/resolve-entry.ts'
import { listHosts } from '../../../src/plan/resolve-hosts.ts'
import { resolveFor } from '../../../src/plan/resolve.ts'
import { indexOf, manifestOf } from './resolve-index.ts'
import { resolveRows } from './resolve-rows.ts'

/** `linux/arm/v7~!`: what is taken, that it is a fallback, that it is refused in use. */
function pickOf(image: Resolvable, engine: EngineName, host: string): string {
  const pick = resolveFor(image, resolveEngines[engine], parsePlatform(host))
  if ('none' in pick) return '-'
  const name = pick.platform === undefined ? '?' : formatPlatform(pick.platform)
  expect(pick.fallback === undefined).toBe(pick.exact)
  return `${name}${pick.exact ? '' : '~'}${pick.isRefused === true ? '!' : ''}`
}

describe('on a host', () => {
  it.each(resolveRows)('$host, of $index, docker takes $docker, podman $podman, crane $crane', (row) => {
    const image = indexOf(...row.index)
    expect({
      docker: pickOf(image, 'docker', row.host),
      classic: pickOf(image, 'docker-classic', row.host),
      containerd: pickOf(image, 'containerd', row.host),
      kubernetes: pickOf(image, 'kubernetes', row.host),
      podman: pickOf(image, 'podman', row.host),
      crane: pickOf(image, 'crane', row.host),
    }).toEqual({
      docker: row.docker,
      classic: row.classic,
      containerd: row.containerd,
      kubernetes: row.kubernetes,
      podman: row.podman,
      crane: row.crane,
    })
  })

  it('a single manifest is taken whatever it is for', () => {
    const image = manifestOf('linux/arm64')
    for (const engine of ['docker-classic', 'containerd', 'kubernetes', 'podman', 'crane'] as const)
      expect(pickOf(image, engine, 'linux/amd64')).toBe('linux/arm64~')
    expect(pickOf(image, 'docker', 'linux/amd64')).toBe('linux/arm64~!')
    expect(pickOf(image, 'docker', 'linux/arm64')).toBe('linux/arm64')
  })

  it('the first of two equals is taken, but podman prefers zstd', () => {
    const image = indexOf('linux/amd64', 'linux/amd64+zstd')
    const digestOf = (engine: EngineName): string => {
      const pick = resolveFor(image, resolveEngines[engine], parsePlatform('linux/amd64'))
      return 'none' in pick ? pick.none : pick.digest
    }
    const [first, second] = ['0', '1'].map((position) => computeDigest(Buffer.from(position)))
    expect(digestOf('docker')).toBe(first)
    expect(digestOf('crane')).toBe(first)
    expect(digestOf('podman')).toBe(second)
  })

  it('an engine that takes nothing says what it looked for', () => {
    const pick = resolveFor(indexOf('linux/386'), resolveEngines.crane, parsePlatform('linux/amd64/v3'))
    expect(pick).toEqual({ none: 'linux/amd64 is not in the index, and crane takes nothing else' })
  })
})

it('the hosts are the usual ones and every other Linux of the index', () => {
  const hosts = listHosts(indexOf('linux/s390x', ['linux/riscv64'], 'linux/arm64/v8', 'windows/amd64', 'linux/bogus'))
  expect(hosts.map(formatPlatform)).toEqual([
    'linux/amd64',
    'linux/amd64/v2',
    'linux/amd64/v3',
    'linux/amd64/v4',
    'linux/386',
    'linux/arm64',
    'linux/arm/v7',
    'linux/arm/v6',
    'linux/s390x',
    'linux/riscv64',
  ])
})
