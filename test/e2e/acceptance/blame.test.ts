import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { answerHttp } from '../../../src/elf/http-program.ts'
import { call, type Program } from '../../../src/elf/program.ts'
import { exitWith, loadNull } from '../../../src/elf/programs.ts'
import { parseRunReport } from '../../../src/report/parse.ts'
import type { Finding } from '../../../src/report/finding.ts'
import { pushPrograms } from '../../support/acceptance/crashes.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { secondEmulators } from '../../support/second-emulators.ts'

const registry = openDistributionRegistry()
const emulators = await secondEmulators()
/** O_CREAT, O_EXCL and O_WRONLY of arm64. */
const createNew = 0o100 | 0o200 | 1
const healthy = answerHttp({ port: 8080, body: 'hello\n' })

/** SETP, SETM and SETE of FEAT_MOPS, which QEMU knows since 8.2: here they set no byte at all. */
const setMemory: Program = [{ kind: 'code', units: [0x19c20420, 0x19c24420, 0x19c28420] }]

/** Dies the first time it is run with a folder, and never again. */
const diesOnce: Program = [
  call('openat', 0, { text: '/data/was-here' }, createNew, 0o644),
  { kind: 'jump-if-failed', label: 'again' },
  ...loadNull(),
  { kind: 'label', label: 'again' },
  ...healthy,
]

/** What is said of arm64 when its program is this one, and amd64 is well. */
async function blame(name: string, arm64: Program, ...flags: readonly string[]) {
  const { reference } = await pushPrograms(registry, name, healthy, arm64)
  const args = ['verify', reference, '--json', '--remove-images', '--emulator', emulators, ...flags]
  const result = await runEveryarch(args)
  const report = parseRunReport(parseStdout(result))
  expect(await findLeftovers(result.pid)).toEqual([])
  const [finding] = report.platforms.find(({ platform }) => platform === 'linux/arm64')?.findings ?? []
  if (finding === undefined) throw new Error(`arm64 has no finding: ${result.stdout}`)
  return { exitCode: result.exitCode, finding, steps: stepsOf(finding) }
}

function stepsOf({ evidence }: Finding): Readonly<Record<string, unknown>> {
  const steps: readonly unknown[] = Array.isArray(evidence['blame']) ? evidence['blame'] : []
  return Object.fromEntries(
    steps.map((step) => {
      if (typeof step !== 'object' || step === null || !('step' in step) || !('result' in step))
        throw new Error('no step')
      return [String(step.step), step.result]
    }),
  )
}

describe('with a second emulator, verify', () => {
  it('says that a program which dies under the first only is the emulator’s fault', async () => {
    const { exitCode, finding, steps } = await blame('only-first', [...setMemory, ...healthy])
    expect(finding).toMatchObject({ code: 'run/crash', severity: 'inconclusive' })
    expect(finding.message).toMatch(
      /SIGILL under qemu-aarch64 7\.\S+; under qemu-aarch64 1\d\.\S+ it does what is expected/,
    )
    expect(steps).toEqual({
      files: 'clear',
      control: 'clear',
      'native-platform': 'works',
      attempts: 'same',
      'second-emulator': 'works',
      cpu: 'same',
      signature: 'clear',
    })
    expect(exitCode).toBe(4)
  })

  it('stays inconclusive where a program dies under both', async () => {
    const { exitCode, finding, steps } = await blame('both', loadNull())
    expect(finding).toMatchObject({ code: 'run/crash', severity: 'inconclusive' })
    expect(steps).toMatchObject({ attempts: 'same', 'second-emulator': 'same', cpu: 'same' })
    expect(exitCode).toBe(4)
  })

  it('says that a program does not die every time', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'everyarch-test-'))
    try {
      const { exitCode, finding, steps } = await blame('dies-once', diesOnce, '--volume', `${folder}:/data`)
      expect(finding).toMatchObject({ code: 'run/crash', severity: 'inconclusive' })
      expect(finding.message).toMatch('it is ended by SIGSEGV 1 of 2 times, and else it does what is expected')
      expect(steps).toMatchObject({ attempts: 'differs' })
      expect(exitCode).toBe(4)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('calls an application that ends by itself under both the image’s own fault', async () => {
    const { exitCode, finding, steps } = await blame('ends', exitWith(3), '--http', '8080')
    expect(finding).toMatchObject({ code: 'run/exited-early', severity: 'error' })
    expect(steps).toMatchObject({ attempts: 'same', 'second-emulator': 'same', cpu: 'same' })
    expect(exitCode).toBe(1)
  })
})

it('verify says why a file cannot be a second emulator', async () => {
  const result = await runEveryarch(['verify', 'app', '--emulator', '/bin/sh'])
  expect(result).toMatchObject({ exitCode: 2 })
  expect(result.stderr).toMatch('its name does not say which architecture it executes')
})
