import { describe, expect, it } from 'vitest'
import { parseCommandLine } from '../../../src/config/command-line.ts'
import { options } from '../../../src/config/options.ts'
import { resolveIn } from './config-folder.ts'

const nothing = {
  buildArgs: [],
  buildContexts: [],
  secrets: [],
  ssh: [],
  cacheFrom: [],
  cacheTo: [],
  labels: [],
  annotations: [],
  buildxArgs: [],
}

const wishesOf = async (...argv: string[]) =>
  (await resolveIn({ argv: ['verify', ...argv], variables: { TOKEN: 'hunter22' } })).build

describe('a build', () => {
  it('is of a context', async () => {
    expect(await wishesOf('--build', '.')).toEqual({ ...nothing, source: { kind: 'context', context: '.' } })
    expect(await wishesOf('--build', '-', '-f', 'D', '--target', 'app')).toMatchObject({
      source: { kind: 'context', context: '-', file: 'D' },
      target: 'app',
    })
  })

  it('is of bake files, with the targets named behind them', async () => {
    const build = await wishesOf('--bake', 'a.hcl', '--bake', 'b.json#app,tool')
    expect(build?.source).toEqual({ kind: 'bake', files: ['a.hcl', 'b.json'], targets: ['app', 'tool'] })
  })

  it('takes the words after --', async () => {
    expect((await wishesOf('--build', '.', '--', '--no-cache', '--pull'))?.buildxArgs).toEqual(['--no-cache', '--pull'])
  })

  it('takes the words after -- that change nothing of the plan', async () => {
    const words = ['--set', '*.args.A=1', '--no-cache', '--allow', 'network.host', '--set=app.no-cache=true', '-D']
    expect((await wishesOf('--bake', 'x.hcl', '--', ...words))?.buildxArgs).toEqual(words)
    expect((await wishesOf('--build', '.', '--', '-fto/quay'))?.buildxArgs).toEqual(['-fto/quay'])
  })

  it('has the settings of a file', async () => {
    const file = `export default { build: 'src', buildArg: ['A=1', 'B'], provenance: false, buildFlags: ['--pull'] }`
    const { build } = await resolveIn({ argv: ['verify'], files: { 'everyarch.config.mjs': file } })
    expect(build).toMatchObject({ buildArgs: ['A=1', 'B'], provenance: 'false', buildxArgs: ['--pull'] })
  })

  it('of a file takes the words after --, unless the command line names an image', async () => {
    const files = { 'everyarch.config.mjs': `export default { build: 'src' }` }
    const built = await resolveIn({ argv: ['verify', '--', '--no-cache'], files })
    expect(built.build?.buildxArgs).toEqual(['--no-cache'])
    expect(built.command).toBeUndefined()
    expect((await resolveIn({ argv: ['verify', 'app:1', '--', '--version'], files })).command).toEqual(['--version'])
    expect((await resolveIn({ argv: ['verify', '--command', 'serve'], files })).command).toEqual(['serve'])
  })

  it('that takes the place of an image of a file takes the words after --', async () => {
    const files = { 'everyarch.config.mjs': `export default { image: 'app:1' }` }
    expect((await resolveIn({ argv: ['verify', '--', '--version'], files })).command).toEqual(['--version'])
    const built = await resolveIn({ argv: ['verify', '--build', '.', '--', '--no-cache'], files })
    expect(built.build?.buildxArgs).toEqual(['--no-cache'])
  })

  it('gives way to an image that a later source names', async () => {
    const file = `export default { build: 'src' }`
    const files = { 'everyarch.config.mjs': file }
    expect((await resolveIn({ argv: ['verify', 'app:1'], files })).build).toBeUndefined()
    expect((await resolveIn({ argv: ['inspect', 'app:1'], files })).build).toBeUndefined()
    const image = { 'everyarch.config.mjs': `export default { image: 'app:1' }` }
    const built = await resolveIn({ argv: ['verify', '--build', '.'], files: image })
    expect(built.images).toEqual([])
    expect(built.build?.source).toEqual({ kind: 'context', context: '.' })
  })

  it('takes secrets of variables and files', async () => {
    const build = await wishesOf('--build', '.', '--secret', 'id=TOKEN', '--secret', 'type=env,id=a,src=TOKEN')
    expect(build?.secrets).toEqual([
      { id: 'TOKEN', from: { kind: 'variable', name: 'TOKEN' } },
      { id: 'a', from: { kind: 'variable', name: 'TOKEN' } },
    ])
    expect((await wishesOf('--build', '.', '--secret', 'id=a,source=.npmrc'))?.secrets).toEqual([
      { id: 'a', from: { kind: 'file', path: '.npmrc' } },
    ])
  })
})

describe('what does not go together is refused', () => {
  it.each([
    [['app:1', '--file', 'D'], '--file is for a build'],
    [['app:1', '--build', '.'], 'an image is named, and --build makes another one'],
    [['--build', '.', '--bake', 'x.hcl'], '--build and --bake contradict each other'],
    [['--bake', 'x.hcl', '--file', 'D'], '--file is for --build'],
    [['--bake', 'x.hcl#'], 'is not a bake file'],
    [['--bake', '-'], 'is not a file'],
    [['--build', '.', '--', '--push'], '"--push" is not for buildx here'],
    [['--build', '.', '--', '--output=type=local'], '"--output" is not for buildx here'],
    [['--bake', 'x.hcl', '--', '--set', '*.tags=app:1'], 'is not for buildx here'],
    [['--bake', 'x.hcl', '--', '--set=app.output=type=registry'], 'is not for buildx here'],
    [['--build', '.', '--', '-tapp:1'], '"-t" is not for buildx here'],
    [['--build', '.', '--', '-Dt', 'app:1'], '"-t" is not for buildx here'],
    [['--build', '.', '--', '-DqDo', 'x'], '"-q" is not for buildx here'],
    [['--bake', 'x.hcl', '--', '--set', '*.secrets=id=a'], 'is not for buildx here'],
    [['--bake', 'x.hcl', '--', '--set=app.secret=id=a'], 'is not for buildx here'],
    [['--bake', 'x.hcl', '--', '--set', '*.platform=linux/arm64'], 'is not for buildx here'],
    [['--bake', 'x.hcl', '--', '-f', 'y.hcl'], '"-f" is not for a bake file here'],
    [['--bake', 'x.hcl', '--', '-Dfy.hcl'], '"-f" is not for a bake file here'],
    [['--bake', 'x.hcl', '--', '--file=y.hcl'], '"--file" is not for a bake file here'],
    [['--bake', 'x.hcl', '--', '--var', 'A=1'], '"--var" is not for a bake file here'],
    [['--bake', 'x.hcl', '--', '--no-cache', 'tool'], '"tool" is not for a bake file here'],
    [['--build', '.', '--secret', 'id=a,env=NOT_SET'], '"NOT_SET", which the secret "a" is, is not set here'],
    [['--build', '.', '--secret', 'hunter22'], '"***" is not a secret of a build'],
    [['--build', '.', '--secret', 'src=hunter22'], 'it has no id'],
    [['--build', '.', '--secret', 'id=a,type=vault'], '"vault" is not file or env'],
  ])('%s', async (argv, message) => {
    await expect(wishesOf(...argv)).rejects.toThrow(message)
  })

  it('without a secret in the message', async () => {
    const failing = wishesOf('--build', '.', '--secret', 'token=hunter22')
    await expect(failing).rejects.toThrow('is not a secret of a build')
    await expect(failing).rejects.not.toThrow('hunter22')
  })
})

it('without a build, the words after -- are a command', () => {
  const { given } = parseCommandLine(['verify', 'app', '--', '--push'])
  expect(given.get(options.command)?.raw).toEqual(['--push'])
  expect(given.has(options.buildFlags)).toBe(false)
})
