import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Mount } from '../../../src/config/mount.ts'
import type { ContainerWishes } from '../../../src/config/run-settings.ts'
import type { Engine, EngineInfo } from '../../../src/engine/engine.ts'
import type { Expectation } from '../../../src/plan/target.ts'
import { checkContainers, findNetwork, publishesPorts } from '../../../src/run/check-containers.ts'
import { recordedEngine } from '../emulation/recorded-engine.ts'

const stay: Expectation = { kind: 'stay' }
const listen: Expectation = { kind: 'healthy', conditions: [{ kind: 'listen', ports: ['8080/tcp'] }] }
const here: Mount = { source: fileURLToPath(import.meta.url), target: '/data', isReadOnly: true }
const nowhere: Mount = { source: '/there/is/no/such/folder', target: '/data', isReadOnly: false }

const networks = [
  { id: `aaaaaaaaaaaa${'0'.repeat(52)}`, name: 'backend', driver: 'bridge', isInternal: false },
  { id: `bbbbbbbbbbbb${'0'.repeat(52)}`, name: 'closed', driver: 'bridge', isInternal: true },
  { id: `cccccccccccc${'0'.repeat(52)}`, name: 'lan', driver: 'macvlan', isInternal: false },
]

function engine(info: Partial<EngineInfo> = {}): Engine {
  const recorded = recordedEngine(info, () => ({ refused: 'nothing is started' }))
  return { ...recorded, listNetworks: async () => networks }
}

function check(wishes: ContainerWishes, expectation = stay, info: Partial<EngineInfo> = {}): Promise<unknown> {
  return checkContainers(engine(info), [{ wishes, expectation }])
}

describe('before anything is started', () => {
  it.each<[string, ContainerWishes, Expectation]>([
    ['nothing at all', {}, listen],
    ['a file that is there', { mounts: [here] }, stay],
    ['a network that is there', { network: 'backend' }, listen],
    ['a network by its id', { network: 'aaaaaaaaaaaa' }, listen],
    ['no network, where what listens is read from inside', { network: 'none' }, listen],
    ["the host's network, where nothing has to listen", { network: 'host' }, stay],
  ])('%s is fine', async (_, wishes, expectation) => {
    await expect(check(wishes, expectation)).resolves.toBeDefined()
  })

  it.each<[string, ContainerWishes, Partial<EngineInfo>, RegExp]>([
    ['a file that is not there', { mounts: [nowhere] }, {}, /no file or folder "\/there\/is\/no\/such\/folder" here/],
    [
      'any file, at an engine elsewhere',
      { mounts: [here] },
      { isReachedHere: false },
      /tcp:\/\/engine.example:2376 is on another host/,
    ],
    ['a network nobody has', { network: 'bakend' }, {}, /--network: the engine has no network "bakend"/],
  ])('%s is refused', async (_, wishes, info, message) => {
    await expect(check(wishes, stay, info)).rejects.toMatchObject({
      code: 'usage-invalid',
      message: expect.stringMatching(message),
    })
  })

  it("sockets of the host's network prove nothing", async () => {
    await expect(check({ network: 'host' }, listen)).rejects.toMatchObject({
      code: 'usage-invalid',
      message: expect.stringContaining('--network host'),
      hint: expect.stringContaining('--http'),
    })
  })

  it('all that is missing is named at once, and each thing once', async () => {
    const wishes = { mounts: [nowhere], network: 'bakend' }
    const both = [
      { wishes, expectation: stay },
      { wishes, expectation: stay },
    ]
    await expect(checkContainers(engine(), both)).rejects.toThrow(
      [
        '2 settings are wrong',
        '  a mount: there is no file or folder "/there/is/no/such/folder" here (make it first: nothing is made for a mount)',
        '  --network: the engine has no network "bakend" (did you mean backend?)',
      ].join('\n'),
    )
  })
})

it.each([
  [undefined, true],
  ['bridge', true],
  ['backend', true],
  ['closed', false],
  ['lan', false],
  ['none', false],
  ['host', false],
])('ports of a container in the network %s are published: %s', (name, published) => {
  expect(publishesPorts(name, networks)).toBe(published)
})

it('a network is not found by a name that only looks like an id', () => {
  expect(findNetwork('aaaa', networks)).toBeUndefined()
})
