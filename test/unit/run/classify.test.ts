import { describe, expect, test } from 'vitest'
import { classify } from '../../../src/run/classify.ts'
import type { Observation, Outcome } from '../../../src/run/observation.ts'
import { emulated, native, observation } from './observations.ts'

const limits = {
  memoryLimit: { bytes: 2 ** 31, isSetByUser: false },
  processLimit: { count: 1024, isSetByUser: false },
}

const well: Outcome = { kind: 'well', how: '200 on /', readyMs: 400, status: 200 }
const segfault: Outcome = { kind: 'crashed', signal: 11, afterMs: 100 }
const exit = (exitCode: number, shortOf?: 'memory' | 'processes'): Outcome => ({
  kind: 'exited',
  exitCode,
  ...(shortOf !== undefined && { shortOf }),
  afterMs: 50,
})
const crashLine = {
  kind: 'signal',
  signal: 11,
  line: 'qemu: uncaught target signal 11 (Segmentation fault) - core dumped',
} as const

function say(
  seen: Observation,
  others: readonly Observation[] = [],
  context: { configured?: boolean; limits?: boolean } = {},
) {
  const found = classify(seen, {
    all: [seen, ...others],
    wasConfigured: context.configured ?? true,
    memoryLimit: { bytes: 2 ** 31, isSetByUser: context.limits ?? false },
    processLimit: { count: 1024, isSetByUser: context.limits ?? false },
  })
  return found.map(({ check, finding }) => `${check} ${finding.code} ${finding.severity}`)
}

test('an application that is well has no finding', () => {
  expect(say(observation({ outcome: well }))).toEqual([])
})

test('what the engine or the registry kept from running has no finding of its own', async () => {
  const { HarnessError } = await import('../../../src/errors.ts')
  expect(say(observation({ outcome: { kind: 'unproven', error: new HarnessError('pull-failed', 'x') } }))).toEqual([])
})

describe('a crash', () => {
  test('under emulation alone is inconclusive', () => {
    expect(say(observation({ execution: emulated, outcome: segfault }), [observation({ outcome: well })])).toEqual([
      'start run/crash inconclusive',
    ])
  })

  test('natively is the image', () => {
    expect(say(observation({ outcome: exit(139) }))).toEqual(['start run/crash error'])
  })

  test('under emulation and natively is the image', () => {
    const elsewhere = observation({ outcome: exit(139) })
    expect(say(observation({ execution: emulated, outcome: segfault }), [elsewhere])).toEqual(['start run/crash error'])
  })

  test('names its signal', () => {
    const [found] = classify(observation({ execution: emulated, outcome: segfault }), {
      all: [],
      wasConfigured: false,
      ...limits,
    })
    expect(found?.finding.message).toContain('SIGSEGV')
    expect(found?.finding.message).toContain('qemu-aarch64 7.2.22')
  })

  test('by an exit code above 128 under emulation is inconclusive', () => {
    expect(say(observation({ execution: emulated, outcome: exit(132) }))).toEqual(['start run/crash inconclusive'])
  })

  test.each([160, 200, 255])('exit code %i is no signal', (code) => {
    expect(say(observation({ outcome: exit(code) }))).toEqual(['start run/exited-early error'])
  })
})

describe('an early exit', () => {
  test('is an error, under emulation too', () => {
    expect(say(observation({ execution: emulated, outcome: exit(1) }))).toEqual(['start run/exited-early error'])
  })

  test('is inconclusive when the emulator said something', () => {
    const seen = observation({ execution: emulated, outcome: exit(1), emulatorLines: [crashLine] })
    expect(say(seen)).toEqual(['start run/exited-early inconclusive'])
  })

  test('everywhere with one code, natively too, and nothing said about how to run it, wants settings', () => {
    const all = [observation({ outcome: exit(1) }), observation({ execution: emulated, outcome: exit(1) })]
    for (const seen of all) {
      const others = all.filter((other) => other !== seen)
      expect(say(seen, others, { configured: false })).toEqual(['start run/needs-configuration environment'])
    }
  })

  test('a platform that could not be run says nothing of the others', async () => {
    const { HarnessError } = await import('../../../src/errors.ts')
    const unproven = observation({
      platform: 'linux/s390x',
      outcome: { kind: 'unproven', error: new HarnessError('pull-failed', 'x') },
    })
    expect(say(observation({ outcome: exit(1) }), [unproven], { configured: false })).toEqual([
      'start run/needs-configuration environment',
    ])
  })

  test.each([
    ['something was said about how to run it', true, native, exit(1)],
    ['another platform ended with another code', false, native, exit(2)],
    ['another platform is well', false, native, well],
    ['no platform ran natively', false, emulated, exit(1)],
  ])('wants no settings when %s', (_, configured, execution, outcome) => {
    const seen = observation({ execution: emulated, outcome: exit(1) })
    const other = observation({ execution, outcome, platform: 'linux/s390x' })
    expect(say(seen, [other], { configured })).toEqual(['start run/exited-early error'])
  })

  test('that wants settings quotes its last line in the hint', () => {
    const log = ['starting', 'error: POSTGRES_PASSWORD must be set', '']
    const seen = observation({ outcome: exit(1), log })
    const [found] = classify(seen, { all: [seen], wasConfigured: false, ...limits })
    expect(found?.finding.hint).toContain('POSTGRES_PASSWORD must be set')
  })
})

describe('an entrypoint that cannot be executed', () => {
  test.each(['exec /run.sh: exec format error', 'exec /app: no such file or directory'])('"%s" in the log', (line) => {
    expect(say(observation({ outcome: exit(1), log: [line] }))).toEqual(['start run/entrypoint-failed error'])
  })

  test('refused by the engine', () => {
    expect(say(observation({ outcome: { kind: 'refused', message: 'exec: "x": not found' } }))).toEqual([
      'start run/entrypoint-failed error',
    ])
  })
})

describe('memory', () => {
  test('under our own limit is no fault of the image', () => {
    expect(say(observation({ outcome: exit(137, 'memory') }))).toEqual(['start run/out-of-memory environment'])
  })

  test("under the user's limit is an error", () => {
    expect(say(observation({ outcome: exit(137, 'memory') }), [], { limits: true })).toEqual([
      'start run/out-of-memory error',
    ])
  })
})

describe('processes', () => {
  const refused = 'java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process limits'

  test.each([
    ['as the kernel counted', exit(1, 'processes'), []],
    ['as a runtime says', exit(1), [refused]],
    ['as a shell says', exit(2), ['sh: 1: Cannot fork']],
    ['as a library says', exit(255), ['pthread_create: Resource temporarily unavailable']],
    ['again and again', { kind: 'short-of-processes', afterMs: 3000 } as const, []],
  ])('under our own limit, %s, are no fault of the image', (_, outcome, log) => {
    expect(say(observation({ outcome, log }))).toEqual(['start run/out-of-memory environment'])
  })

  test('that are waited for only are not short', () => {
    const log = ['read: Resource temporarily unavailable']
    expect(say(observation({ outcome: exit(1), log }))).toEqual(['start run/exited-early error'])
  })
})

describe('identity', () => {
  test('a machine outside the accepted set is an error', () => {
    expect(say(observation({ execution: emulated, outcome: well, machine: 'x86_64' }))).toEqual([
      'architecture run/uname-mismatch error',
    ])
  })

  test('a foreign platform whose program ran natively is an error', () => {
    const proof = { kind: 'native', sentence: '/app runs with no emulator in front of it' } as const
    expect(say(observation({ execution: emulated, outcome: well, proof }))).toEqual([
      'architecture run/not-emulated error',
    ])
  })

  test('an emulated program beside one that ran natively is an error', () => {
    const proof = { kind: 'emulated', emulator: 'qemu-aarch64', sentence: 'sh is emulated', native: ['/app'] } as const
    expect(say(observation({ execution: emulated, outcome: well, proof }))).toEqual([
      'architecture run/not-emulated error',
    ])
  })

  test('a native platform that runs natively is as it should be', () => {
    const proof = { kind: 'native', sentence: '/app runs with no emulator in front of it' } as const
    expect(say(observation({ outcome: well, proof }))).toEqual([])
  })
})

describe('set-user-ID', () => {
  const log = ["sudo: effective uid is not 0, is /usr/bin/sudo on a file system with the 'nosuid' option set?"]

  test('that the emulator cannot give is inconclusive', () => {
    const seen = observation({
      execution: emulated,
      outcome: exit(1),
      log,
      withoutSetUserId: 'the handler lacks flag C',
    })
    expect(say(seen)).toEqual(['start execution/setuid-unavailable inconclusive'])
  })

  test('that is missed natively is the image', () => {
    expect(say(observation({ outcome: exit(1), log }))).toEqual(['start run/exited-early error'])
  })
})
