import { expect, test } from 'vitest'
import { findControlGroups, killFiles, processCountFolder } from '../../../src/engine/control-group.ts'

const hybrid = '9:name=systemd:/docker/abc\n8:pids:/docker/abc\n1:cpu:/docker/abc\n0::/docker/abc\n'

test.each([
  ['version 1', hybrid, '/pids/docker/abc'],
  ['version 1 with controllers that share', '3:pids,memory:/docker/abc\n', '/pids/docker/abc'],
  ['version 2', '0::/system.slice/docker-abc.scope\n', '/system.slice/docker-abc.scope'],
])('processes are counted with control groups of %s', (_, text, folder) => {
  expect(processCountFolder({ text })).toBe(`/sys/fs/cgroup${folder}`)
})

test('the processes of no control group are not counted', () => {
  expect(processCountFolder({ text: '' })).toBeUndefined()
})

test.each([
  ['version 2', '0::/system.slice/docker-abc.scope\n', '/sys/fs/cgroup/system.slice/docker-abc.scope/cgroup.kill'],
  ['both versions', hybrid, '/sys/fs/cgroup/unified/docker/abc/cgroup.kill'],
])('processes are killed with control groups of %s', (_, text, file) => {
  expect(killFiles({ containerId: 'abc', text })).toContain(file)
})

test.each([
  ['all others', '8:pids:/docker/abc\n0::/\n'],
  ["the engine's", '8:pids:/docker/abc\n0::/system.slice/docker.service\n'],
  ['none', '8:pids:/docker/abc\n'],
])('a process that shares the group of %s is not killed with it', (_, text) => {
  expect(killFiles({ containerId: 'abc', text })).toEqual([])
})

test("a process that is not the container's has none of its groups", async () => {
  expect(await findControlGroups(process.pid, 'f'.repeat(64))).toBeUndefined()
})
