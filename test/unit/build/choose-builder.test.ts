import { expect, it } from 'vitest'
import { parseBuilders, type Builder } from '../../../src/build/builder.ts'
import { chooseBuilder } from '../../../src/build/choose-builder.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'
import { buildxLs } from './buildx-ls.ts'

const list = (...names: readonly (keyof typeof buildxLs)[]): readonly Builder[] =>
  parseBuilders(names.map((name) => buildxLs[name]).join('\n'))

const pair = ['linux/amd64', 'linux/arm64'].map(parsePlatform)
const [amd64] = pair

function refusal(choose: () => unknown): unknown {
  try {
    return choose()
  } catch (error) {
    return error
  }
}

it('takes the current builder where it can build all', () => {
  expect(chooseBuilder(list('containerNotStarted', 'containerdStore'), pair)).toMatchObject({
    builder: { name: 'default' },
    reason: 'default builds linux/amd64 natively, linux/arm64 emulated',
    unavailable: [],
  })
})

it('takes another in place of one that builds one platform at a time, and says so', () => {
  expect(chooseBuilder(list('classicStore', 'containerNotStarted'), pair)).toMatchObject({
    builder: { name: 'c1' },
    because: 'the builder default builds one platform at a time: its engine has the classic image store',
    reason: expect.stringMatching(/classic image store; c1 builds linux\/amd64 in a way that is known once it runs/),
  })
})

it('one platform at a time is enough for one platform', () => {
  const choice = amd64 && chooseBuilder(list('classicStore', 'containerNotStarted'), [amd64])
  expect(choice).toMatchObject({ builder: { name: 'default' } })
})

it('without another, says the command that makes one', () => {
  expect(refusal(() => chooseBuilder(list('classicStore'), pair))).toMatchObject({
    code: 'builder-failed',
    message: expect.stringContaining('classic image store'),
    hint: 'make one that builds several: everyarch builder create --use',
  })
})

it('never takes what does not answer, nor the builder of another engine', () => {
  const elsewhere = list('containerdStore').map((builder) => ({ ...builder, name: 'production', isCurrent: false }))
  const builders = [...list('classicStore', 'containerWithoutEngine', 'kubernetesWithoutCluster'), ...elsewhere]
  expect(refusal(() => chooseBuilder(builders, pair))).toMatchObject({ code: 'builder-failed' })
})

it('an engine that does not answer is told, with the command that says more', () => {
  expect(refusal(() => chooseBuilder(list('absentEngine'), pair))).toMatchObject({
    code: 'builder-failed',
    message: expect.stringContaining('the builder default does not answer: Cannot connect to the Docker daemon'),
    hint: 'see what is missing: everyarch doctor',
  })
})

it('prefers a builder that runs and can build all to a current one that lacks an emulator', () => {
  const lacking = list('containerdStore').map((builder) => ({
    ...builder,
    nodes: builder.nodes.map((node) => ({ ...node, platforms: node.platforms.slice(0, 4) })),
  }))
  const remote = parseBuilders(buildxLs.remoteNotStarted.replace('inactive', 'running'))
  const alone = { builder: { name: 'default' }, unavailable: [pair[1]] }
  expect(chooseBuilder(lacking, pair)).toMatchObject({
    ...alone,
    hint: 'install emulators: docker run --privileged --rm tonistiigi/binfmt --install arm64',
  })
  expect(chooseBuilder([...lacking, ...remote], pair)).toMatchObject(alone)
  expect(chooseBuilder([...lacking, ...remote], pair.slice(1))).toMatchObject({
    builder: { name: 'r2' },
    reason: 'default runs no program of linux/arm64; r2 builds linux/arm64 natively',
  })
})

it('takes the one the user names, or says why not', () => {
  const builders = list('classicStore', 'containerNotStarted', 'containerWithoutEngine')
  expect(chooseBuilder(builders, pair, 'c1')).toMatchObject({ builder: { name: 'c1' } })
  expect(refusal(() => chooseBuilder(builders, pair, 'default'))).toMatchObject({ code: 'builder-failed' })
  expect(refusal(() => chooseBuilder(builders, pair, 'm'))).toMatchObject({
    code: 'builder-failed',
    hint: 'start it: everyarch builder inspect m --bootstrap',
  })
  expect(refusal(() => chooseBuilder(builders, pair, 'defalt'))).toMatchObject({
    code: 'config-invalid',
    hint: 'did you mean default?',
  })
})
