import { describe, expect, it } from 'vitest'
import { HarnessError } from '../../../src/errors.ts'
import { detectExecution } from '../../../src/emulation/detect.ts'
import { platformLabel, roleLabel } from '../../../src/engine/labels.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'
import { recordedEngine, type Recording, type RecordedEngine } from './recorded-engine.ts'

const labels = { 'org.everyarch.run': 'unit' }
const qemu = (machine: string, name: string): Recording => ({
  lines: [
    `probe ${machine}`,
    `${name} version 9.2.2 (Debian 1:9.2.2)`,
    'Copyright (c) 2003-2025 Fabrice Bellard and the QEMU Project developers',
  ],
})

async function detect(engine: RecordedEngine, ...platforms: readonly string[]) {
  const executions = await detectExecution(engine, platforms.map(parsePlatform), { labels, timeoutMs: 200 })
  expect(engine.left).toStrictEqual(new Set())
  return executions
}

describe('how an engine executes platforms', () => {
  it('is natively, when the program runs and no emulator answers', async () => {
    const engine = recordedEngine({}, () => ({ lines: ['probe x86_64'] }))
    expect((await detect(engine, 'linux/amd64')).get('linux/amd64')).toStrictEqual({
      kind: 'native',
      proof: 'the known-good program saw the machine x86_64, and no emulator answered when asked for',
    })
  })

  it('is by the QEMU that answered, with its version', async () => {
    const engine = recordedEngine({}, () => qemu('aarch64', 'qemu-aarch64'))
    expect((await detect(engine, 'linux/arm64')).get('linux/arm64')).toStrictEqual({
      kind: 'emulated',
      emulator: { name: 'qemu-aarch64', version: '9.2.2' },
      proof: 'the known-good program saw the machine aarch64, and qemu-aarch64 9.2.2 answered when asked for',
    })
  })

  it('is by Rosetta for amd64 on an arm64 host where no QEMU answers', async () => {
    const engine = recordedEngine({ architecture: 'arm64' }, () => ({ lines: ['probe x86_64'] }))
    expect((await detect(engine, 'linux/amd64')).get('linux/amd64')).toStrictEqual({
      kind: 'emulated',
      emulator: { name: 'rosetta' },
      proof: 'the known-good program saw the machine x86_64 on an arm64 host',
    })
  })

  it('is by QEMU for amd64 on an arm64 host where Rosetta is switched off', async () => {
    const engine = recordedEngine({ architecture: 'arm64' }, () => qemu('x86_64', 'qemu-x86_64'))
    const executions = await detect(engine, 'linux/amd64')
    expect(executions.get('linux/amd64')).toMatchObject({ kind: 'emulated', emulator: { name: 'qemu-x86_64' } })
  })

  it.each(['aarch64', 'armv8l'])('is natively for 32-bit arm on an arm64 host that says %s', async (machine) => {
    const engine = recordedEngine({ architecture: 'arm64' }, () => ({ lines: [`probe ${machine}`] }))
    expect((await detect(engine, 'linux/arm/v7')).get('linux/arm/v7')?.kind).toBe('native')
  })

  it('is by QEMU for 32-bit arm on an arm64 host whose CPU has no 32-bit mode', async () => {
    const engine = recordedEngine({ architecture: 'arm64' }, () => qemu('armv7l', 'qemu-arm'))
    const executions = await detect(engine, 'linux/arm/v7')
    expect(executions.get('linux/arm/v7')).toMatchObject({ kind: 'emulated', emulator: { name: 'qemu-arm' } })
  })

  it('is by an unknown emulator when a foreign program runs and none answers', async () => {
    const engine = recordedEngine({}, () => ({ lines: ['probe s390x'], exitCode: 1 }))
    expect((await detect(engine, 'linux/s390x')).get('linux/s390x')).toMatchObject({
      kind: 'emulated',
      emulator: { name: 'unknown' },
    })
  })

  it('is asked once for all variants of an architecture', async () => {
    const engine = recordedEngine({}, () => qemu('armv7l', 'qemu-arm'))
    const executions = await detect(engine, 'linux/arm/v5', 'linux/arm/v6', 'linux/arm/v7')
    expect([...executions.keys()]).toStrictEqual(['linux/arm/v5', 'linux/arm/v6', 'linux/arm/v7'])
    expect(new Set([...executions.values()].map(({ kind }) => kind))).toStrictEqual(new Set(['emulated']))
    expect(engine.requests).toHaveLength(1)
  })

  it('is asked in a container without network, with limits and the labels of the run', async () => {
    const engine = recordedEngine({}, () => ({ lines: ['probe x86_64'] }))
    await detect(engine, 'linux/amd64')
    expect(engine.requests[0]).toMatchObject({
      labels: { ...labels, [roleLabel]: 'control', [platformLabel]: 'linux/amd64' },
      network: 'none',
      pidsLimit: 64,
      memoryBytes: 256 * 1024 * 1024,
    })
    expect(engine.requests[0]?.init).toBeUndefined()
  })

  it.each<[string, Recording]>([
    ['refused', { refused: 'exec /everyarch-probe-s390x: exec format error' }],
    ['reported from inside', { lines: ['exec /everyarch-probe-s390x: exec format error'], exitCode: 255 }],
    ['noted in the state', { lines: [], exitCode: 1, error: 'exec format error' }],
  ])('is not at all without a handler, %s', async (_how, recording) => {
    const engine = recordedEngine({}, () => recording)
    expect((await detect(engine, 'linux/s390x')).get('linux/s390x')).toMatchObject({
      kind: 'unavailable',
      code: 'execution/no-handler',
      hint: expect.stringContaining('tonistiigi/binfmt --install s390x'),
    })
  })

  it('is not at all with a handler that is not fixed', async () => {
    const engine = recordedEngine({}, () => ({
      lines: ['exec /everyarch-probe-arm64: no such file or directory'],
      exitCode: 1,
    }))
    const executions = await detect(engine, 'linux/arm64')
    expect(executions.get('linux/arm64')).toMatchObject({ code: 'execution/handler-not-fixed' })
  })

  it('is not known on a host where the program crashes, and the crash is quoted', async () => {
    const line = 'qemu: uncaught target signal 11 (Segmentation fault) - core dumped'
    const engine = recordedEngine({}, () => ({ lines: [line], hangs: true }))
    const executions = await detect(engine, 'linux/arm64')
    expect(executions.get('linux/arm64')).toMatchObject({
      code: 'execution/control-failed',
      reason: expect.stringContaining(`it crashed, and last said "${line}"`),
    })
  })

  it('is not known when the program does not end', async () => {
    const engine = recordedEngine({}, () => ({ lines: [], hangs: true }))
    const executions = await detect(engine, 'linux/arm64')
    expect(executions.get('linux/arm64')).toMatchObject({
      code: 'execution/control-failed',
      reason: expect.stringContaining('it did not end within 0.2 s, and said nothing'),
    })
  })

  it.each<[string, Recording, string]>([
    ['ends without a word', { lines: [], exitCode: 139 }, 'it ended with exit code 139'],
    ['says something else', { lines: ['Illegal instruction'], exitCode: 132 }, 'exit code 132: "Illegal instruction"'],
    ['sees another machine', { lines: ['probe vax'] }, 'it saw the machine "vax", not aarch64'],
    ['cannot be started', { refused: 'permission denied' }, 'it could not be started: "permission denied"'],
    ['meets a broken engine', { throws: new HarnessError('engine-failed', 'no cgroups') }, 'no cgroups'],
  ])('is not known when the program %s', async (_what, recording, reason) => {
    const engine = recordedEngine({}, () => recording)
    const executions = await detect(engine, 'linux/arm64')
    expect(executions.get('linux/arm64')).toMatchObject({
      kind: 'unavailable',
      code: 'execution/control-failed',
      reason: expect.stringContaining(reason),
    })
  })

  it('names the engine, and no emulator, when its own programs fail', async () => {
    const engine = recordedEngine({}, () => ({ lines: [], exitCode: 1 }))
    const [execution] = (await detect(engine, 'linux/386')).values()
    expect(execution).toMatchObject({ hint: 'see what the engine logged, or restart it' })
  })

  it('says what the engine advises when the engine is what failed', async () => {
    const failure = new HarnessError('engine-failed', 'no cgroups', { hint: 'mount them' })
    const engine = recordedEngine({}, () => ({ throws: failure }))
    const [execution] = (await detect(engine, 'linux/arm64')).values()
    expect(execution).toMatchObject({ hint: 'mount them' })
  })

  it('is not asked for another operating system, or for what there is no program for', async () => {
    const engine = recordedEngine({}, () => ({ lines: [] }))
    const executions = await detect(engine, 'windows/amd64', 'linux/sparc64')
    expect(executions.get('windows/amd64')).toMatchObject({ code: 'execution/platform-unsupported' })
    expect(executions.get('linux/sparc64')).toMatchObject({ code: 'execution/platform-unsupported' })
    expect(engine.requests).toHaveLength(0)
  })

  it('tells linux and windows of one architecture apart', async () => {
    const engine = recordedEngine({}, () => ({ lines: ['probe x86_64'] }))
    const executions = await detect(engine, 'linux/amd64', 'windows/amd64')
    expect([...executions.values()].map(({ kind }) => kind)).toStrictEqual(['native', 'unavailable'])
  })

  it('is an error of the run when the engine is gone, and what was begun is removed', async () => {
    const gone = new HarnessError('engine-absent', 'the engine is gone')
    const engine = recordedEngine({}, (name) => (name === 's390x' ? { throws: gone } : qemu('aarch64', 'qemu-aarch64')))
    const platforms = ['linux/arm64', 'linux/s390x'].map(parsePlatform)
    await expect(detectExecution(engine, platforms, { labels })).rejects.toBe(gone)
    expect(engine.left).toStrictEqual(new Set())
  })

  it('is given up when the run is stopped, and what was begun is removed', async () => {
    const stop = new AbortController()
    const engine = recordedEngine({}, () => {
      queueMicrotask(() => stop.abort())
      return { lines: [], hangs: true }
    })
    const detected = detectExecution(engine, [parsePlatform('linux/arm64')], { labels, signal: stop.signal })
    await expect(detected).rejects.toMatchObject({ code: 'interrupted' })
    expect(engine.left).toStrictEqual(new Set())
  })
})
