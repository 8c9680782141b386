import { expect, test } from 'vitest'
import { createImageRoom } from '../../../src/run/image-room.ts'

const mebibyte = 1024 * 1024

/** A disk on which each image takes four times its size on the wire, beside half a gibibyte that stays free. */
function disk(mebibytesFree: number) {
  const state = { free: (512 + mebibytesFree) * mebibyte, held: 0 }
  const room = createImageRoom({
    freeBytes: async () => state.free,
    dataRoot: '/var/lib/docker',
    canWait: () => state.held > 0,
  })
  return { state, room }
}

test('images that fit together are pulled at once', async () => {
  const { room } = disk(400)
  await expect(Promise.all([room.take(50 * mebibyte), room.take(50 * mebibyte)])).resolves.toHaveLength(2)
})

test('an image that does not fit beside one being pulled waits until that has gone', async () => {
  const { state, room } = disk(300)
  await room.take(50 * mebibyte)
  let entered = false
  const second = room.take(50 * mebibyte).then(() => (entered = true))
  state.held = 1
  state.free -= 200 * mebibyte
  room.settle(50 * mebibyte)
  await new Promise((resolve) => setImmediate(resolve))
  expect(entered).toBe(false)
  state.held = 0
  state.free += 200 * mebibyte
  room.freed()
  await second
  expect(entered).toBe(true)
})

test('an image that never will fit is refused before it is pulled, with what it needs', async () => {
  const { room } = disk(100)
  await expect(room.take(50 * mebibyte)).rejects.toMatchObject({
    code: 'disk-full',
    message: expect.stringContaining('needs about 200 MiB on /var/lib/docker'),
  })
})

test('a disk that cannot be seen has room for everything', async () => {
  const room = createImageRoom({ freeBytes: async () => undefined, canWait: () => false })
  await expect(room.take(10 ** 15)).resolves.toBeUndefined()
})
