import { expect, test } from 'vitest'
import { createFinding } from '../../../src/report/finding.ts'
import { checkFloor } from '../../../src/run/cpu-floor.ts'
import { createSlots } from '../../../src/run/slots.ts'
import { emulated, observation, type Seen } from './observations.ts'
import { runOf } from './target-runs.ts'
import { createPlatformReport } from '../../../src/run/platform-report.ts'

const well = { kind: 'well', how: 'it answered' } as const

/** Nothing may be run for these. */
async function check(seen: Seen) {
  const own = observation(seen)
  return checkFloor(own, runOf(own.target), { emulators: [], slots: createSlots(1) })
}

test('an application that is not well is run on no older CPU', async () => {
  const { check: said, finding } = await check({
    execution: emulated,
    outcome: { kind: 'crashed', signal: 4, afterMs: 1 },
  })
  expect([said.status, said.reason, finding]).toEqual(['skipped', 'it is not well on a newer CPU either', undefined])
})

test('a platform without a known floor is not asked for one', async () => {
  const { check: said } = await check({ platform: 'linux/s390x', execution: emulated, outcome: well })
  expect(said).toMatchObject({ status: 'skipped', reason: 'no CPU of QEMU is known as the oldest of linux/s390x' })
})

test('a native platform is run on an older CPU only by an emulator that was named', async () => {
  const { check: said } = await check({ outcome: well })
  expect(said).toMatchObject({ status: 'skipped', reason: expect.stringMatching('named with --emulator') })
})

test('a death on the floor fails its check, and the platform', () => {
  const finding = createFinding('run/cpu-floor', 'it is ended by SIGILL')
  const floor = { check: { name: 'cpu-floor', status: 'failed' as const }, finding }
  const report = createPlatformReport({
    observation: observation({ execution: emulated, outcome: well }),
    classified: [],
    suites: [],
    audited: { findings: [], checks: [], sizeBytes: 1 },
    engine: { name: 'default', info: { product: 'docker', version: '28.5.2' } },
    strict: false,
    floor,
  })
  expect(report.verdict).toBe('failed')
  expect(report.findings).toContain(finding)
  expect(report.checks.at(-1)).toEqual(floor.check)
})
