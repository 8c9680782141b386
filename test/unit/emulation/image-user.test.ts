import { expect, test } from 'vitest'
import { parseImageUser } from '../../../src/emulation/image-user.ts'

const status = ['Name:\t.everyarch-user', 'Uid:\t1000\t1000\t1000\t1000', 'Gid:\t50\t50\t50\t50', 'Groups:\t50 44 27 ']

test('the user of a container is read from what the kernel says of its process', () => {
  const environment = 'PATH=/bin\0HOME=/home/app\0MY_HOME=/elsewhere\0'
  expect(parseImageUser([...status, environment])).toEqual({
    uid: 1000,
    gid: 50,
    groups: [50, 44, 27],
    home: '/home/app',
  })
})

test('a container without a home and without groups has none', () => {
  expect(parseImageUser(['Uid:\t0\t0\t0\t0', 'Gid:\t0\t0\t0\t0', 'Groups:\t'])).toEqual({ uid: 0, gid: 0, groups: [] })
})

test('a container that says nothing is no root', () => {
  expect(() => parseImageUser(['exec format error'])).toThrow('did not say which user')
})
