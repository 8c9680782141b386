import { describe, expect, it } from 'vitest'
import { parsePlatform } from '../../../src/oci/platform.ts'
import { pickAll } from '../../../src/plan/resolve-all.ts'
import type { Resolvable } from '../../../src/plan/resolve-entry.ts'
import { listHosts } from '../../../src/plan/resolve-hosts.ts'
import { warnOfPicks } from '../../../src/plan/resolve-warnings.ts'
import { indexOf, manifestOf } from './resolve-index.ts'

function warningsOf(image: Resolvable, hosts = listHosts(image)): readonly string[] {
  const picks = hosts.map((host) => pickAll(image, host))
  return warnOfPicks(image, picks).map(({ code, severity, message }) => `${severity} ${code}: ${message}`)
}

describe('nothing is said', () => {
  it('of an index that has what every usual host wants', () => {
    const image = indexOf('linux/amd64', 'linux/386', 'linux/arm64', 'linux/arm/v7', 'linux/arm/v6', 'linux/s390x')
    expect(warningsOf(image)).toEqual([])
  })

  it('of hosts that get an error', () => {
    expect(warningsOf(indexOf('linux/amd64', 'linux/ppc64le'))).toEqual([])
  })
})

it('a host that silently gets another architecture is warned of, and that docker refuses to run it', () => {
  expect(warningsOf(indexOf('linux/386'))).toEqual([
    'warning resolve/fallback: docker, docker-classic and containerd on any linux/amd64 silently take linux/386; ' +
      'kubernetes, podman and crane fail',
    'warning resolve/refused: docker pull --platform succeeds for any linux/amd64, then docker run --platform refuses ' +
      'what was pulled (containerd image store)',
  ])
})

it('an older variant is no more than information, one that docker refuses a warning', () => {
  expect(warningsOf(indexOf('linux/arm/v6', 'linux/arm64'))).toEqual([
    'info resolve/fallback: docker, docker-classic, containerd and podman on linux/arm/v7 silently take linux/arm/v6; ' +
      'kubernetes and crane fail',
    'warning resolve/refused: docker pull --platform succeeds for linux/arm/v7, then docker run --platform refuses ' +
      'what was pulled (containerd image store)',
  ])
})

it('an order in which the first arm is not the best is warned of', () => {
  const image = indexOf('linux/arm/v5', 'linux/arm/v7', 'linux/arm/v6', 'linux/arm64')
  expect(warningsOf(image)).toEqual([
    'warning resolve/order: --platform linux/arm is linux/arm/v5 to crane and oras, which take the first, and ' +
      'linux/arm/v7 to engines',
  ])
})

it('levels of amd64 are taken by few, and by name only', () => {
  const hosts = ['linux/amd64', 'linux/amd64/v3'].map(parsePlatform)
  expect(warningsOf(indexOf('linux/amd64/v3', 'linux/amd64'), hosts)).toEqual([
    'warning resolve/fallback: crane on linux/amd64 silently takes linux/amd64/v3 (linux/amd64/v3 fits by its name, and ' +
      'may need more than the host has)',
    'info resolve/level: only Docker looks for linux/amd64/v3 by itself (with the containerd image store since 29.6); ' +
      'the others take linux/amd64 on every host',
  ])
})

it('a single manifest that everybody takes is warned of once', () => {
  const warnings = warningsOf(manifestOf('linux/arm64'))
  expect(warnings).toHaveLength(2)
  expect(warnings[0]).toContain('silently take linux/arm64 (a single manifest is taken whatever it is for')
})

it('an entry that no host gets is warned of', () => {
  const hosts = ['linux/amd64', 'linux/arm64'].map(parsePlatform)
  const warnings = warningsOf(indexOf('linux/amd64', 'linux/amd64', ['linux/arm64'], ['linux/arm64']), hosts)
  expect(warnings).toHaveLength(2)
  expect(warnings[0]).toMatch(/^warning resolve\/unreachable: no engine on linux\/amd64 picks the entry sha256:\w{12}/)
  expect(warnings[1]).toMatch(/^warning resolve\/unreachable: no engine on linux\/arm64 picks the entry sha256:\w{12}/)
})
