import { expect, test } from 'vitest'
import { parseConnections, parseListeningSockets } from '../../../src/run/sockets.ts'

const row = (local: string, remote: string, state: string, inode: number): string =>
  `   1: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000000000000000 100 0 0 10 0`

const table = [
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
  row('00000000:18EB', '00000000:0000', '0A', 711),
  row('020011AC:18EB', '010011AC:D000', '01', 0),
  row('020011AC:18EB', '010011AC:D001', '01', 712),
  row('020011AC:18EB', '010011AC:D002', '06', 0),
  row('020011AC:18EB', '010011AC:D003', '08', 0),
  row('020011AC:18EB', '010011AC:D004', '03', 0),
  row('020011AC:1F90', '010011AC:D005', '01', 713),
].join('\n')

test('a connection is taken when the application has it, or has closed it', () => {
  expect(parseConnections(table, 6379)).toEqual([
    { peer: '010011AC:D000', isTaken: false },
    { peer: '010011AC:D001', isTaken: true },
    { peer: '010011AC:D002', isTaken: true },
    { peer: '010011AC:D003', isTaken: false },
  ])
  expect(parseConnections('', 6379)).toEqual([])
})

test('what listens is no connection', () => {
  expect(parseListeningSockets(table)).toEqual([{ port: 6379, loopbackOnly: false }])
})
