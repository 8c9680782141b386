import { describe, expect, test } from 'vitest'
import type { BlameResult, BlameStep, BlameStepName } from '../../../src/report/blame.ts'
import { readBlameWords } from '../../../src/report/blame.ts'
import { createFinding } from '../../../src/report/finding.ts'
import type { FindingCode } from '../../../src/report/finding-codes.ts'
import type { Severity } from '../../../src/report/severity.ts'
import { applyBlame } from '../../../src/run/blame-verdict.ts'
import { emulated, observation } from './observations.ts'

const seen = observation({ execution: emulated, outcome: { kind: 'crashed', signal: 11, afterMs: 1 } })

const step = (name: BlameStepName, result: BlameResult, evidence = {}): BlameStep => ({
  step: name,
  result,
  says: `${name} says ${result}`,
  evidence,
})

function judge(code: FindingCode, severity: Severity, steps: readonly BlameStep[]) {
  const [own] = applyBlame([{ check: 'start', finding: createFinding(code, 'it died', { severity }) }], steps, seen)
  if (own === undefined) throw new Error('a finding went away')
  return own.finding
}

const clear = [step('files', 'clear'), step('control', 'clear'), step('native-platform', 'works')]

describe('a crash that was looked into', () => {
  test('stays inconclusive when it happens every time and under every emulator', () => {
    const steps = [...clear, step('attempts', 'same'), step('second-emulator', 'same'), step('cpu', 'same')]
    expect(judge('run/crash', 'inconclusive', steps)).toMatchObject({
      severity: 'inconclusive',
      message: 'it died; second-emulator says same',
    })
  })

  test('is the image when it happens natively on another platform', () => {
    const steps = [step('files', 'clear'), step('control', 'clear'), step('native-platform', 'explains')]
    expect(judge('run/crash', 'inconclusive', steps).severity).toBe('error')
  })

  test('is the image when it happens on hardware of its own, whatever else was seen', () => {
    const steps = [...clear, step('second-emulator', 'works'), step('native-engine', 'same')]
    expect(judge('run/crash', 'inconclusive', steps).severity).toBe('error')
  })

  test('says so when it is well under another emulator, and never passes', () => {
    const finding = judge('run/crash', 'inconclusive', [...clear, step('second-emulator', 'works')])
    expect(finding).toMatchObject({ severity: 'inconclusive', message: 'it died; second-emulator says works' })
    expect(finding.hint).toMatch('register that emulator')
  })

  test('is no more than random when it does not happen every time, whatever else was well', () => {
    const finding = judge('run/crash', 'inconclusive', [
      ...clear,
      step('attempts', 'differs'),
      step('second-emulator', 'works'),
    ])
    expect(finding).toMatchObject({ severity: 'inconclusive', message: 'it died; attempts says differs' })
    expect(finding.hint ?? '').not.toMatch('register')
  })

  test('names the finding of its files that explains it', () => {
    const files = step('files', 'explains', { code: 'rootfs/variant-too-new' })
    expect(judge('run/crash', 'inconclusive', [files]).hint).toMatch('rootfs/variant-too-new')
  })

  test('is no finding of the image where a known-good program fails too', () => {
    const finding = judge('run/crash', 'inconclusive', [step('files', 'clear'), step('control', 'explains')])
    expect(finding).toMatchObject({ code: 'execution/control-failed', severity: 'environment' })
    expect(finding.evidence).toMatchObject({ death: 'run/crash' })
  })

  test('says what a known trouble wants', () => {
    const known = step('signature', 'matches', { remedy: 'register QEMU 10' })
    expect(judge('run/crash', 'inconclusive', [...clear, known]).hint).toBe('register QEMU 10')
  })
})

describe('an application that ended by itself under emulation', () => {
  test('is the image as long as nothing speaks against the emulator', () => {
    const steps = [...clear, step('attempts', 'same'), step('second-emulator', 'same'), step('signature', 'clear')]
    expect(judge('run/exited-early', 'error', steps).severity).toBe('error')
  })

  test.each([
    ['attempts', 'differs'],
    ['second-emulator', 'works'],
    ['second-emulator', 'differs'],
    ['cpu', 'works'],
    ['signature', 'matches'],
    ['native-engine', 'works'],
  ] as const)('is inconclusive when %s says %s', (name, result) => {
    expect(judge('run/exited-early', 'error', [...clear, step(name, result)]).severity).toBe('inconclusive')
  })

  test('is settled by an engine that runs it natively', () => {
    const same = judge('run/crash', 'inconclusive', [...clear, step('native-engine', 'same')])
    expect(same).toMatchObject({ severity: 'error', hint: expect.stringContaining('no emulator is to blame') })
    const works = judge('run/crash', 'inconclusive', [...clear, step('native-engine', 'works')])
    expect(works).toMatchObject({ severity: 'inconclusive', hint: expect.stringContaining('--engine') })
  })

  test('is the image when it ends like this natively too', () => {
    expect(judge('run/exited-early', 'error', [step('native-platform', 'explains')]).severity).toBe('error')
  })
})

test('every step is part of the evidence, and can be told in words', () => {
  const finding = judge('run/crash', 'inconclusive', clear)
  expect(finding.evidence['blame']).toHaveLength(3)
  expect(readBlameWords(finding)).toEqual(['files says clear', 'control says clear', 'native-platform says works'])
})

test('what is not a death is left as it is', () => {
  expect(judge('run/out-of-memory', 'environment', [step('second-emulator', 'works')])).toEqual(
    createFinding('run/out-of-memory', 'it died', { severity: 'environment' }),
  )
})
