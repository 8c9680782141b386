import { createLayerQueue } from '../image/layer-queue.ts'

/**
 * Works through items, at most so many at once, and gives the results in the items' order. Alone, an item is begun when
 * the result before it was taken.
 *
 * @param work must not reject
 */
export async function* inOrder<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const queue = createLayerQueue(atOnce)
  const begun = atOnce < 2 ? [] : items.map((item) => queue.run(() => work(item)))
  for (const [number, item] of items.entries()) yield await (begun[number] ?? work(item))
}
