import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { detectExecution } from '../../../src/emulation/detect.ts'
import { acceptedMachines } from '../../../src/emulation/expected-uname.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'
import { busybox, busyboxPlatforms } from '../../support/busybox.ts'
import { loadImage, openGivenEngine, ownLabels } from './given-engine.ts'
import { programFiles, readScript } from './program-script.ts'

const labels = ownLabels()
const engine = await openGivenEngine()
const acceptance = busyboxPlatforms.map((platform) => parsePlatform(platform).architecture)
const platforms = [...new Set([...acceptance, 'mips64', 'loong64'])].map((name) => parsePlatform(`linux/${name}`))
const executions = await detectExecution(engine, platforms, { labels })
/** The architectures of the acceptance table always, others where this engine executes them. */
const architectures = platforms
  .map(({ architecture }) => architecture)
  .filter((name) => acceptance.includes(name) || executions.get(`linux/${name}`)?.kind !== 'unavailable')

let said: ReadonlyMap<string, string>

/** All programs of all architectures in one container, under a shell of the engine's own architecture. */
beforeAll(async () => {
  const native = busyboxPlatforms.find((platform) => platform === `linux/${engine.info.architecture}`)
  if (native === undefined) throw new Error(`there is no shell for ${engine.info.architecture}`)
  const shell = { path: '/bin/busybox', bytes: await busybox(native), mode: 0o755 }
  await using image = await loadImage(engine, labels, [shell, ...programFiles(architectures)])
  await using run = await image.start({ entrypoint: ['/bin/busybox', 'sh', '/run.sh'], user: '1000:1000' })
  said = readScript((await run.finish()).map(({ text }) => text))
})

afterAll(() => engine.close())

describe.each(architectures)('a hand-made program of %s', (architecture) => {
  const execution = executions.get(architecture === 'arm' ? 'linux/arm/v7' : `linux/${architecture}`)
  const machines = acceptedMachines({
    platform: parsePlatform(`linux/${architecture}`),
    hostArchitecture: engine.info.architecture,
    ...(execution?.kind === 'emulated' ? { emulator: execution.emulator.name } : {}),
  })

  it.each([
    ['exit', 'ends with its code', /^exit 7$/],
    ['print', 'writes to both outputs', /^to stdout\nto stderr\nexit 3$/],
    ['user', 'knows its user', /^exit 232$/],
    ['null', 'dies of reading address zero', /exit 139$/],
    ['undefined', 'dies of an undefined instruction', /exit 132$/],
    ['abort', 'aborts', /exit 134$/],
    [
      'http',
      'answers HTTP, and does not start where the port is taken',
      new RegExp(`^hello from ${architecture}\nexit 1$`),
    ],
    ['alive', 'can compute or sleep for ever', /^loop\nsleep$/],
  ])('%s: %s', (name, _what, expected) => {
    expect(said.get(`${architecture} ${name}`)).toMatch(expected)
  })

  it('names the machine, and the emulator where there is one', () => {
    const [machine = '', ...more] = said.get(`${architecture} probe`)?.split('\n') ?? []
    expect(machines.map((name) => `probe ${name}`)).toContain(machine)
    expect(more.at(-1)).toBe('exit 0')
    const { name, version } = execution?.kind === 'emulated' ? execution.emulator : { name: undefined, version: '' }
    if (name === undefined) expect(more).toHaveLength(1)
    else expect(more[0]).toContain(`${name} version ${version}`)
  })

  it("hands over to the image's own uname", () => {
    const own = acceptedMachines({
      platform: { os: 'linux', architecture: engine.info.architecture },
      hostArchitecture: engine.info.architecture,
    })
    expect(own.map((name) => `${name}\nexit 0`)).toContain(said.get(`${architecture} probe uname`))
  })
})
