import { expect, it } from 'vitest'
import { inOrder } from '../../../src/verbs/many-images-order.ts'

async function collect<T>(results: AsyncIterable<T>): Promise<readonly T[]> {
  const collected: T[] = []
  for await (const result of results) collected.push(result)
  return collected
}

it('results come in the order of the items, whichever is done first', async () => {
  const gates = [0, 1, 2].map(() => Promise.withResolvers<void>())
  const done: number[] = []
  const results = inOrder([0, 1, 2], 3, async (item) => {
    await gates[item]?.promise
    done.push(item)
    return item
  })
  const collected = collect(results)
  for (const item of [2, 1, 0]) {
    gates[item]?.resolve()
    await new Promise(setImmediate)
  }
  expect(await collected).toEqual([0, 1, 2])
  expect(done).toEqual([2, 1, 0])
})

it('no more are begun than may be at once', async () => {
  let running = 0
  let most = 0
  const items = Array.from({ length: 100 }, (_, item) => item)
  const results = inOrder(items, 8, async (item) => {
    most = Math.max(most, ++running)
    await new Promise(setImmediate)
    running--
    return item
  })
  expect(await collect(results)).toEqual(items)
  expect(most).toBe(8)
})

it('alone, the next is begun when the result before it was taken', async () => {
  const begun: number[] = []
  const results = inOrder([0, 1], 1, async (item) => {
    begun.push(item)
    return item
  })
  await results.next()
  await new Promise(setImmediate)
  expect(begun).toEqual([0])
  await results.next()
  expect(begun).toEqual([0, 1])
})
