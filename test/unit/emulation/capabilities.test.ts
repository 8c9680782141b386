import { expect, test } from 'vitest'
import { capabilitiesOf } from '../../../src/emulation/capabilities.ts'

/** As the kernel shows it in `/proc/self/status`. */
const mask = (numbers: ReadonlySet<number>): string =>
  [...numbers].reduce((bits, number) => bits | (1n << BigInt(number)), 0n).toString(16)

test.each([
  ['of the engine’s default', [], [], 'a80425fb'],
  ['none when all are dropped', [], ['ALL'], '0'],
  ['those added after all are dropped', ['CHOWN', 'CAP_SETUID'], ['ALL'], '81'],
  ['all without one', ['ALL'], ['SYS_ADMIN'], '1ffffdfffff'],
  ['the default and another', ['NET_ADMIN'], [], 'a80435fb'],
])('the capabilities are %s', (_, added, dropped, bits) => {
  expect(mask(capabilitiesOf(added, dropped))).toBe(bits)
})
