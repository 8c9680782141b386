import { expect, test } from 'vitest'
import { pidsEventsPath } from '../../../src/run/host-process.ts'

test.each([
  [
    'version 1',
    '9:name=systemd:/docker/abc\n8:pids:/docker/abc\n1:cpu:/docker/abc\n0::/docker/abc\n',
    '/pids/docker/abc',
  ],
  ['version 1 with controllers that share', '3:pids,memory:/docker/abc\n', '/pids/docker/abc'],
  ['version 2', '0::/system.slice/docker-abc.scope\n', '/system.slice/docker-abc.scope'],
])('the count of refused processes is found with control groups of %s', (_, groups, folder) => {
  expect(pidsEventsPath(groups)).toBe(`/sys/fs/cgroup${folder}/pids.events`)
})

test('a process in no control group has no such count', () => {
  expect(pidsEventsPath('')).toBeUndefined()
})
