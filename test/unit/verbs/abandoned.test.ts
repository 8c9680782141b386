import process from 'node:process'
import { expect, test } from 'vitest'
import { deadlineLabel, hostLabel, originLabel, processLabel } from '../../../src/engine/labels.ts'
import { createRunLabels } from '../../../src/run/labels.ts'
import { isAbandoned, readHere, type Here } from '../../../src/verbs/abandoned.ts'

const boot = '0f2e3c1a-aaaa-4bbb-8ccc-0123456789ab'
const here: Here = {
  hostName: 'builder',
  nowMs: 1_000_000_000,
  uptimeSeconds: 5000,
  mark: { bootId: boot, pidNamespace: 'pid:[4026531836]', startTicks: '777' },
  isAlive: (processId, startTicks) => processId === 42 && (startTicks === undefined || startTicks === '400'),
}

interface Made {
  readonly host?: string
  readonly pid?: number
  readonly origin?: string | undefined
  readonly deadline?: number
}

function made({
  host = 'builder',
  pid = 42,
  origin = `${boot} pid:[4026531836] 400 6000`,
  deadline = 1_000_900,
}: Made = {}) {
  return {
    [hostLabel]: host,
    [processLabel]: String(pid),
    [deadlineLabel]: String(deadline),
    ...(origin === undefined || origin === '' ? {} : { [originLabel]: origin }),
  }
}

test.each<[string, Made]>([
  ['goes on', {}],
  ['goes on although the clock was set', { deadline: 1 }],
  ['goes on in another container', { pid: 43, origin: `${boot} pid:[4026532999] 400 6000` }],
  [
    'goes on in another container of another name',
    { host: 'other', pid: 43, origin: `${boot} pid:[4026532999] 400 6000` },
  ],
  [
    'may go on on another host of this name',
    { pid: 43, origin: `${boot.replace('0f', '1e')} pid:[4026531836] 400 6000` },
  ],
  ['goes on on a host whose kernel tells nothing', { origin: '' }],
  ['may go on on another host', { host: 'other', pid: 43, origin: '' }],
])('what a run made that %s is left alone', (_, labels) => {
  expect(isAbandoned(made(labels), here)).toBe(false)
})

test.each<[string, Made]>([
  ['was killed', { pid: 43 }],
  ['was killed and whose number is another process by now', { origin: `${boot} pid:[4026531836] 399 6000` }],
  ['is past its deadline', { origin: `${boot} pid:[4026531836] 400 4999` }],
  ['is past its deadline in another container', { origin: `${boot} pid:[4026532999] 400 6000`, deadline: 999_999 }],
  [
    'is past its deadline on another host',
    { origin: `${boot.replace('0f', '1e')} pid:[4026531836] 400 6000`, deadline: 999_999 },
  ],
  ['was killed on a host whose kernel tells nothing', { pid: 43, origin: '' }],
])('what a run made that %s is removed', (_, labels) => {
  expect(isAbandoned(made(labels), here)).toBe(true)
})

test('what carries no such labels has nobody who waits for it', () => {
  expect(isAbandoned({}, here)).toBe(true)
})

test('what this process makes is its own', () => {
  const labels = createRunLabels(60_000)
  expect(isAbandoned(labels, readHere())).toBe(false)
  expect(isAbandoned({ ...labels, [deadlineLabel]: '1' }, readHere())).toBe(process.platform !== 'linux')
})
