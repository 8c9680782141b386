import { describe, expect, test } from 'vitest'
import { createFinding } from '../../../src/report/finding.ts'
import { tryAttempts } from '../../../src/run/blame-attempts.ts'
import { askControl } from '../../../src/run/blame-control.ts'
import { tryOtherCpu } from '../../../src/run/blame-cpu.ts'
import { trySecondEmulators } from '../../../src/run/blame-emulators.ts'
import { readFiles } from '../../../src/run/blame-files.ts'
import { compareWithNative } from '../../../src/run/blame-native.ts'
import { findSignature } from '../../../src/run/blame-signature.ts'
import type { Outcome } from '../../../src/run/observation.ts'
import { emulated, native, observation } from './observations.ts'
import { caseOf, engineOf, runOf } from './target-runs.ts'

const expectation = { kind: 'exit', exitCode: 0, log: [] } as const
const exited = (exitCode: number): Outcome => ({ kind: 'exited', exitCode, afterMs: 5 })
const died = (outcome: Outcome) => observation({ execution: emulated, expectation, outcome })
const ends = (exitCode: number, ...lines: readonly string[]) => ({ exitCode, lines })

describe('the files', () => {
  test('explain a death by what is wrong in them', async () => {
    const own = died(exited(132))
    const findings = [createFinding('rootfs/arch-in-env', 'x'), createFinding('rootfs/variant-too-new', 'needs ARMv7')]
    const step = await readFiles(caseOf(own, runOf(own.target), { filesOf: async () => findings }))
    expect(step).toMatchObject({ result: 'explains', evidence: { code: 'rootfs/variant-too-new' } })
  })

  test('explain nothing by a warning', async () => {
    const own = died(exited(132))
    const findings = [createFinding('rootfs/isa-level', 'x')]
    expect(await readFiles(caseOf(own, runOf(own.target), { filesOf: async () => findings }))).toMatchObject({
      result: 'clear',
    })
  })

  test('that could not be read are no reason to give up', async () => {
    const own = died(exited(132))
    const filesOf = () => Promise.reject(new Error('gone'))
    expect(await readFiles(caseOf(own, runOf(own.target), { filesOf }))).toMatchObject({ result: 'not-done' })
  })
})

describe('the known-good program', () => {
  const unread = { ...died(exited(1)), uname: { kind: 'unread', reason: 'x' } } as const

  test('need not be run again where it ran beside the application', async () => {
    const own = died(exited(1))
    expect(await askControl(caseOf(own, runOf(own.target)))).toMatchObject({ result: 'clear' })
  })

  test('clears the emulator when it runs', async () => {
    const run = runOf(unread.target, engineOf(ends(0, 'probe aarch64')))
    expect(await askControl(caseOf(unread, run))).toMatchObject({ result: 'clear', evidence: { machine: 'aarch64' } })
  })

  test('settles the question when it fails too', async () => {
    const run = runOf(unread.target, engineOf(ends(139, 'qemu: could not load')))
    expect(await askControl(caseOf(unread, run))).toMatchObject({
      result: 'explains',
      says: expect.stringMatching('qemu: could not load'),
    })
  })
})

describe('a native platform of the same image', () => {
  const compare = async (outcome: Outcome, natively: Outcome) => {
    const own = died(outcome)
    const natives = async () => [observation({ execution: native, outcome: natively })]
    return (await compareWithNative(caseOf(own, runOf(own.target), { natives }))).result
  }

  test('that dies of a signal too settles the question', async () => {
    expect(await compare({ kind: 'crashed', signal: 4, afterMs: 1 }, exited(139))).toBe('explains')
  })

  test('that ends with the same code does too', async () => {
    expect(await compare(exited(3), exited(3))).toBe('explains')
    expect(await compare(exited(3), exited(4))).toBe('differs')
  })

  test('that is well shows that only the emulated one fails', async () => {
    expect(await compare(exited(3), { kind: 'well', how: 'it answered' })).toBe('works')
  })

  test('may not be there', async () => {
    const own = died(exited(3))
    expect(await compareWithNative(caseOf(own, runOf(own.target)))).toMatchObject({ result: 'not-done' })
  })
})

describe('another try', () => {
  test('that ends in the same way confirms the first', async () => {
    const own = died(exited(3))
    const engine = engineOf(ends(3))
    const step = await tryAttempts(caseOf(own, runOf(own.target, engine)))
    expect(step).toMatchObject({ result: 'same', says: 'it ends with exit code 3 every time: 2 of 2' })
    expect(engine.left.size).toBe(0)
  })

  test('that is well shows that it does not happen every time', async () => {
    const own = died(exited(3))
    const run = runOf(own.target, engineOf(ends(3), ends(0)))
    expect(await tryAttempts(caseOf(own, run, { attempts: 3 }))).toMatchObject({
      result: 'differs',
      says: 'it ends with exit code 3 2 of 3 times, and else it does what is expected',
      evidence: { endings: ['exit 3', 'exit 3', 'well'] },
    })
  })

  test('is not made where one was asked for, nor by itself of what hangs', async () => {
    const own = died(exited(3))
    expect(await tryAttempts(caseOf(own, runOf(own.target), { attempts: 1 }))).toMatchObject({ result: 'not-done' })
    const stall = { cores: 0 }
    const answer = { kind: 'none', reason: 'x' } as const
    const hung = died({ kind: 'timed-out', answer, listening: [], silentMs: 1, newslessMs: 1, afterMs: 1, stall })
    expect(await tryAttempts(caseOf(hung, runOf(hung.target)))).toMatchObject({ result: 'not-done' })
  })
})

describe('another CPU', () => {
  const cpuOf = (engine: ReturnType<typeof engineOf>) => engine.requests.at(-1)?.env?.['QEMU_CPU']

  test('is told to the emulator', async () => {
    const own = died(exited(132))
    const engine = engineOf(ends(0))
    expect(await tryOtherCpu(caseOf(own, runOf(own.target, engine)))).toMatchObject({ result: 'works' })
    expect(cpuOf(engine)).toBe('cortex-a72')
  })

  test('is the default one where the user named one', async () => {
    const own = died(exited(132))
    const engine = engineOf(ends(132))
    const run = runOf(own.target, engine, { QEMU_CPU: 'cortex-a53', A: '1' })
    expect(await tryOtherCpu(caseOf(own, run))).toMatchObject({ result: 'same', evidence: { instead: 'cortex-a53' } })
    expect(engine.requests.at(-1)?.env).toEqual({ A: '1' })
  })

  test('that the emulator does not know says nothing', async () => {
    const own = died(exited(132))
    const engine = engineOf(ends(1, "qemu-aarch64-static: unable to find CPU model 'cortex-a72'"))
    expect(await tryOtherCpu(caseOf(own, runOf(own.target, engine)))).toMatchObject({ result: 'not-done' })
  })
})

describe('a second emulator', () => {
  test('that was not named is hinted at', async () => {
    const own = died(exited(132))
    expect(await trySecondEmulators(caseOf(own, runOf(own.target)))).toMatchObject([
      { result: 'not-done', says: 'there is no second emulator: name one with --emulator' },
    ])
  })

  test('that the kernel gives no handler says so', async () => {
    const own = died(exited(132))
    const refusal = 'everyarch-launcher: the kernel refused handlers of its own: Linux 6.7 or later has them'
    const engine = engineOf(ends(0, 'Uid:\t0\t0', 'Gid:\t0\t0'), ends(125, refusal))
    const emulators = [
      {
        path: 'qemu-aarch64',
        name: 'qemu-aarch64',
        architectures: ['arm64'],
        hostArchitecture: 'amd64',
        bytes: program,
      },
    ]
    expect(await trySecondEmulators(caseOf(own, runOf(own.target, engine), { emulators }))).toMatchObject([
      { result: 'not-done', says: expect.stringMatching('Linux 6.7') },
    ])
    expect(engine.left.size).toBe(0)
  })
})

test('a known trouble is found by what it was started with', () => {
  const own = died(exited(132))
  const config = { ...own.target.config, config: { ...own.target.config.config, entrypoint: ['/usr/bin/node'] } }
  const target = { ...own.target, config }
  const step = findSignature(caseOf({ ...own, target }, runOf(target)), false)
  expect(step).toMatchObject({ result: 'matches', says: expect.stringMatching(/Node\.js 20.*nodejs\/docker-node#\d+/) })
})

const program = async (): Promise<Uint8Array> => new Uint8Array(64)
