import { expect, test } from 'vitest'
import { parseListeningSockets } from '../../../src/run/sockets.ts'

const header = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'
const row = (local: string, state: string, remote = '00000000:0000'): string =>
  `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000     0        0 12345 1 0000000000000000 100 0 0 10 0`

test.each([
  ['every address', '00000000:1388', 5000, false],
  ['loopback, little-endian', '0100007F:1388', 5000, true],
  ['loopback, big-endian', '7F000001:1388', 5000, true],
  ['an address of the network', '020011AC:0050', 80, false],
  ['every IPv6 address', '00000000000000000000000000000000:1F90', 8080, false],
  ['IPv6 loopback', '00000000000000000000000001000000:1F90', 8080, true],
  ['loopback as IPv4 in IPv6', '0000000000000000FFFF00000100007F:1F90', 8080, true],
  ['an IPv4 address in IPv6', '0000000000000000FFFF0000020011AC:1F90', 8080, false],
])('a socket that listens on %s', (_, local, port, loopbackOnly) => {
  expect(parseListeningSockets([header, row(local, '0A')].join('\n'))).toEqual([{ port, loopbackOnly }])
})

test('connections are not listening sockets', () => {
  expect(parseListeningSockets([header, row('0100007F:1388', '01', '0100007F:C350')].join('\n'))).toEqual([])
})

test('two tables one after the other', () => {
  const text = [header, row('00000000:0050', '0A'), header, row('0'.repeat(32) + ':01BB', '0A')].join('\n')
  expect(parseListeningSockets(text).map(({ port }) => port)).toEqual([80, 443])
})

test.each(['', 'cat: not found', header, '   0: XYZ:1388 0:0 0A ', '\0\0\0'])('%j holds no socket', (text) => {
  expect(parseListeningSockets(text)).toEqual([])
})
