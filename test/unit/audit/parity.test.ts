import { describe, expect, test } from 'vitest'
import { auditParity, maskArchitecture, type NamedConfig } from '../../../src/audit/parity.ts'
import type { ContainerConfig, ImageConfig } from '../../../src/oci/image-config.ts'

function named(name: string, config: Partial<ContainerConfig>, image: Partial<ImageConfig> = {}): NamedConfig {
  return {
    name,
    config: { diffIds: [], ...image, config: { exposedPorts: [], env: [], labels: {}, volumes: [], ...config } },
  }
}

function codes(a: Partial<ContainerConfig>, b: Partial<ContainerConfig>): string[] {
  return auditParity([named('linux/amd64', a), named('linux/arm64', b)]).map(({ code }) => code)
}

test('one platform has nothing to differ from', () => {
  expect(auditParity([named('linux/amd64', { user: 'app' })])).toEqual([])
})

test.each([
  ['entrypoint', { entrypoint: ['/app'] }, { entrypoint: ['/other'] }],
  ['command', { command: ['serve'] }, {}],
  ['user', { user: 'app' }, { user: '1000' }],
  ['ports', { exposedPorts: ['80/tcp'] }, { exposedPorts: ['80/tcp', '443/tcp'] }],
  ['env', { env: ['A=1'] }, { env: ['A=2'] }],
  ['env', { env: ['A=1'] }, {}],
  ['label-version', { labels: { 'org.opencontainers.image.version': '2' } }, {}],
])('a different %s is found', (what, a, b) => {
  expect(codes(a, b)).toEqual([`parity/${what}`])
})

test.each([
  ['ports in another order', { exposedPorts: ['80/tcp', '443/tcp'] }, { exposedPorts: ['443/tcp', '80/tcp'] }],
  ['variables in another order', { env: ['A=1', 'B=2'] }, { env: ['B=2', 'A=1'] }],
  ['the name of the architecture', { entrypoint: ['/app-amd64'] }, { entrypoint: ['/app-arm64'] }],
  ['a path with the architecture', { env: ['J=/jvm/java-17-amd64'] }, { env: ['J=/jvm/java-17-arm64'] }],
  ['variables of the build', { env: ['TARGETARCH=amd64', 'GOARCH=amd64'] }, { env: ['TARGETARCH=arm64'] }],
])('%s is no difference', (_, a, b) => {
  expect(codes(a, b)).toEqual([])
})

describe('creation', () => {
  const at = (name: string, created: string): NamedConfig => named(name, {}, { created })

  test('a week apart is usual', () => {
    expect(auditParity([at('linux/amd64', '2026-01-01T00:00:00Z'), at('linux/arm64', '2026-01-08T00:00:00Z')])).toEqual(
      [],
    )
  })

  test('more than a week apart names the older and the days', () => {
    const [found] = auditParity([at('linux/amd64', '2026-01-20T00:00:00Z'), at('linux/arm64', '2026-01-01T00:00:00Z')])
    expect(found?.message).toBe('linux/arm64 was created 19 days before linux/amd64')
  })

  test('what is no date is not compared', () => {
    expect(auditParity([at('linux/amd64', 'yesterday'), at('linux/arm64', '2026-01-01T00:00:00Z')])).toEqual([])
  })
})

test.each([
  ['/usr/lib/x86_64-linux-gnu', '/usr/lib/<architecture>-linux-gnu'],
  ['app-linux-arm64', 'app-linux-<architecture>'],
  ['farm64 charm', 'farm64 charm'],
  ['armhf and arm/v7 and aarch64', '<architecture> and <architecture> and <architecture>'],
])('%s is masked as %s', (text, masked) => {
  expect(maskArchitecture(text)).toBe(masked)
})
