import { describe, expect, test } from 'vitest'
import { signatures } from '../../../src/emulation/signature-table.ts'
import { findKnownTrouble, type Symptom } from '../../../src/emulation/signatures.ts'
import { isInRange } from '../../../src/emulation/version-range.ts'

const symptom = (fields: Partial<Symptom>): Symptom => ({
  emulator: { name: 'qemu-aarch64', version: '7.2.22' },
  architecture: 'arm64',
  log: [],
  words: ['/app'],
  isRandom: false,
  ...fields,
})

describe('a known trouble of emulators', () => {
  test('is found by a line of the log, whatever the version', () => {
    const log = ['starting', 'runtime: lfstack.push invalid packing: node=0xffff6bd3c2c0']
    expect(findKnownTrouble(symptom({ log }))?.line).toBe(log[1])
  })

  test('is found by program, signal and version together', () => {
    const node = symptom({ words: ['docker-entrypoint.sh', 'node'], signal: 4 })
    expect(findKnownTrouble(node)?.signature.sources).toContain('nodejs/docker-node#1798')
  })

  test('is none of a version that came after it', () => {
    const emulator = { name: 'qemu-aarch64', version: '9.1.0' }
    expect(findKnownTrouble(symptom({ emulator, words: ['node'], signal: 4 }))).toBeUndefined()
  })

  test('is none of a version that is not known, where versions were named', () => {
    expect(findKnownTrouble(symptom({ emulator: { name: 'qemu-arm' }, words: ['node'], signal: 4 }))).toBeUndefined()
  })

  test('is none of another emulator', () => {
    const log = ['qemu: Unsupported syscall: 389']
    expect(findKnownTrouble(symptom({ log }))).toBeDefined()
    expect(findKnownTrouble(symptom({ log, emulator: { name: 'rosetta' } }))).toBeUndefined()
  })

  test('may be that it happens at random', () => {
    expect(findKnownTrouble(symptom({ signal: 11 }))).toBeUndefined()
    expect(findKnownTrouble(symptom({ signal: 11, isRandom: true }))?.signature.sources).toContain(
      'tonistiigi/binfmt#215',
    )
  })
})

test('every signature asks for something that is seen, and names a thread', () => {
  for (const { line, signals, program, sources } of signatures) {
    expect(line ?? signals ?? program).toBeDefined()
    expect(sources).not.toEqual([])
    for (const source of sources) expect(source).toMatch(/^[\w.-]+\/[\w.-]+#\d+$/)
  }
})

describe('a version', () => {
  test.each([
    ['7.2.22 (Debian 1:7.2+dfsg-7)', { from: '7.0', before: '8.1' }, true],
    ['8.1', { from: '7.0', before: '8.1' }, false],
    ['8.0.6', { before: '8.1' }, true],
    ['10.0.2+ds', { from: '9.2' }, true],
    ['4.2', { before: '5.0' }, true],
  ])('%s is in %o: %s', (version, range, isIn) => {
    expect(isInRange(version, [range])).toBe(isIn)
  })

  test('without a number is in none that can be told', () => {
    expect(isInRange('unknown', [{ before: '5.0' }])).toBeUndefined()
  })
})
