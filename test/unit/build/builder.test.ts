import { expect, it } from 'vitest'
import { parseBuilders } from '../../../src/build/builder.ts'
import { buildMode, describeModes } from '../../../src/build/build-mode.ts'
import { formatPlatform, parsePlatform } from '../../../src/oci/platform.ts'
import { buildxLs } from './buildx-ls.ts'

it('lists what buildx lists, in its order', () => {
  const text = `${buildxLs.containerNotStarted}\n${buildxLs.containerdStore}\n${buildxLs.kubernetesWithoutCluster}\n`
  const builders = parseBuilders(text)
  expect(builders.map(({ name, driver, isCurrent }) => [name, driver, isCurrent])).toEqual([
    ['c1', 'docker-container', false],
    ['default', 'docker', true],
    ['k1', 'kubernetes', false],
  ])
  expect(builders[1]?.nodes.map(({ platforms }) => platforms.map(formatPlatform))).toEqual([
    [
      'linux/amd64',
      'linux/amd64/v2',
      'linux/amd64/v3',
      'linux/amd64/v4',
      'linux/arm64',
      'linux/riscv64',
      'linux/ppc64le',
      'linux/s390x',
      'linux/arm/v7',
      'linux/arm/v6',
    ],
  ])
})

it.each([
  ['containerdStore', true],
  ['classicStore', false],
  ['containerNotStarted', true],
  ['remoteNotStarted', true],
] as const)('%s: several platforms in one build: %s', (name, expected) => {
  expect(parseBuilders(buildxLs[name])[0]?.buildsSeveralPlatforms).toBe(expected)
})

it.each([
  ['containerWithoutEngine', 'docker-container', 'Cannot connect to the Docker daemon at tcp://127.0.0.1:9'],
  ['kubernetesWithoutCluster', 'kubernetes', 'cannot determine Kubernetes namespace'],
  ['absentEngine', 'docker', 'Cannot connect to the Docker daemon at unix:///nope.sock'],
] as const)('%s: keeps why a node does not answer', (name, driver, why) => {
  expect(parseBuilders(buildxLs[name])).toMatchObject([
    { driver, nodes: [{ status: 'error', error: expect.stringContaining(why) }] },
  ])
})

it('a platform that is none is left out, and drivers of another time are too', () => {
  const odd = buildxLs.containerdStore.replace('"linux/s390x"', '"linux/z/Architecture/4"')
  const other = buildxLs.containerNotStarted.replace('docker-container', 'moon')
  expect(parseBuilders(`${other}\n${odd}`).map(({ nodes }) => nodes[0]?.platforms.length)).toEqual([9])
})

it.each(['[]', '{"Driver":"docker"}', '{"Driver":"docker","Name":"a","Nodes":[{"Name":1}]}', 'NAME/NODE  DRIVER'])(
  'output that is not a list of builders is told: %s',
  (text) => {
    expect(() => parseBuilders(text)).toThrow(expect.objectContaining({ code: 'builder-failed' }))
  },
)

it.each([
  ['containerdStore', 'linux/amd64', 'native'],
  ['containerdStore', 'linux/amd64/v3', 'native'],
  ['containerdStore', 'linux/386', 'native'],
  ['containerdStore', 'linux/arm64', 'emulated'],
  ['containerdStore', 'linux/arm/v6', 'emulated'],
  ['containerdStore', 'linux/mips64le', 'unavailable'],
  ['containerdStore', 'windows/amd64', 'unavailable'],
  ['containerNotStarted', 'linux/amd64', 'unknown'],
  ['kubernetesWithoutCluster', 'linux/amd64', 'unavailable'],
] as const)('%s builds %s: %s', (name, platform, mode) => {
  const [builder] = parseBuilders(buildxLs[name])
  expect(builder && buildMode(builder, parsePlatform(platform))).toBe(mode)
})

it('a platform its maker named first is no proof of what the machine is', () => {
  const named = buildxLs.containerdStore.replace('["linux/amd64",', '["linux/arm64","linux/amd64",')
  const [builder] = parseBuilders(named)
  expect(builder && buildMode(builder, parsePlatform('linux/arm64'))).toBe('emulated')
})

it('of several nodes the best counts', () => {
  const [first] = parseBuilders(buildxLs.containerdStore)
  const [second] = parseBuilders(
    buildxLs.remoteNotStarted
      .replace('["linux/arm64"]', '["linux/arm64","linux/arm/v7"]')
      .replace('inactive', 'running'),
  )
  const nodes = [...(first?.nodes ?? []), ...(second?.nodes ?? [])]
  const platforms = ['linux/amd64', 'linux/arm64', 'linux/s390x', 'linux/mips64le'].map(parsePlatform)
  expect(first && describeModes({ ...first, nodes }, platforms)).toBe(
    'linux/amd64 natively, linux/arm64 natively, linux/s390x emulated, linux/mips64le without running any program of it',
  )
})
