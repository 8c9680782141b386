import { expect, test } from 'vitest'
import { readProbeLines } from '../../../src/run/uname-probe.ts'

test("the image's own uname prints the bare word", () => {
  expect(readProbeLines(['aarch64'], 0)).toEqual({ kind: 'read', info: { machine: 'aarch64', source: 'image' } })
})

test('the injected program says that it is the one that speaks', () => {
  expect(readProbeLines(['probe armv7l'], 0)).toEqual({ kind: 'read', info: { machine: 'armv7l', source: 'injected' } })
})

test("the emulator's own lines are not the answer", () => {
  expect(readProbeLines(['qemu: Unsupported syscall: 435', 's390x'], 0)).toEqual({
    kind: 'read',
    info: { machine: 's390x', source: 'image' },
  })
})

test.each([
  [[], 0],
  [['aarch64'], 1],
  [['usage: uname [-amnrspvo]'], 0],
  [[''], 139],
])('%j with exit code %i is no answer', (lines, exitCode) => {
  expect(readProbeLines(lines, exitCode).kind).toBe('unread')
})
