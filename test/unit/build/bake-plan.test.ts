import { expect, it } from 'vitest'
import { parseBakePlan } from '../../../src/build/bake-plan.ts'
import { asObject } from '../../../src/oci/json.ts'
import { formatReference } from '../../../src/oci/reference.ts'

/** What `docker buildx bake --print` of buildx 0.29 wrote, shortened. */
const printed = asObject({
  group: { app: { targets: ['app-one', 'app-two'] }, default: { targets: ['app', 'tool'] } },
  target: {
    'app-one': {
      tags: ['example.com/one:1', 'example.com/one:2'],
      secret: [{ id: 'a', env: 'TOKEN' }, { id: 'b', src: '.npmrc' }, { id: 'c' }],
      platforms: ['linux/amd64', 'linux/arm64'],
    },
    'app-two': { tags: ['example.com/two:1'], platforms: ['linux/arm64', 'linux/arm/v7'] },
    tool: { 'dockerfile-inline': 'FROM scratch' },
    base: { context: '.' },
  },
})

it('a bake file comes to the targets of its groups, without those they need', () => {
  const plan = parseBakePlan(printed, [], { TOKEN: 'hunter22', c: 'hunter23' })
  const targets = plan.targets.map(({ name, tags }) => [name, ...tags.map(formatReference)])
  expect(targets).toEqual([
    ['app-one', 'example.com/one:1', 'example.com/one:2'],
    ['app-two', 'example.com/two:1'],
    ['tool'],
  ])
  expect(plan.names).toEqual(['app-one', 'app-two', 'tool', 'base'])
  expect(plan.platforms).toHaveLength(3)
  expect(plan.secrets.map(({ from }) => from)).toEqual([
    { kind: 'variable', name: 'TOKEN' },
    { kind: 'file', path: '.npmrc' },
    { kind: 'variable', name: 'c' },
  ])
})

it('targets are found by their own name', () => {
  expect(parseBakePlan(printed, ['app-two', 'base'], {}).targets.map(({ name }) => name)).toEqual(['app-two', 'base'])
})

it.each([
  [{ id: 'token' }, { token: 'hunter22' }, { kind: 'variable', name: 'token' }],
  [{ id: 'token' }, {}, { kind: 'file', path: 'token' }],
  [{ id: 'token', type: 'file' }, { token: 'hunter22' }, { kind: 'file', path: 'token' }],
  [{ id: 'token', env: 'TOKEN' }, {}, { kind: 'variable', name: 'TOKEN' }],
  ['type=env,id=token', { token: 'hunter22' }, { kind: 'variable', name: 'token' }],
  ['id=token,src=.npmrc', {}, { kind: 'file', path: '.npmrc' }],
  ['id=token', {}, { kind: 'file', path: 'token' }],
] as const)('the secret %o of a bake file is where buildx takes it from', (secret, env, from) => {
  const plan = parseBakePlan(asObject({ target: { default: { secret: [secret] } } }), [], env)
  expect(plan.secrets).toEqual([{ id: 'token', from }])
})
