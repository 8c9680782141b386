import type { ImageView } from '../image/view.ts'

/** Does work once for all names of one image, and closes their sources; every name is given the result as its own. */
export type ShareImage<T> = (view: ImageView, work: () => Promise<T>) => Promise<T>

/**
 * Remembers what was found of an image for as long as a call lasts. Names in different repositories are not one: what
 * one of them holds another may lack.
 *
 * @param rename gives the result the name that was asked for
 */
export function shareImages<T>(rename: (result: T, name: string) => T): ShareImage<T> {
  const known = new Map<string, Promise<T>>()
  return async (view, work) => {
    const { source, root } = view
    const key = `${source.repository ?? source.name}@${root.digest}`
    try {
      const earlier = known.get(key)
      if (earlier !== undefined) return rename(await earlier, source.name)
      const result = work()
      known.set(key, result)
      return await result
    } finally {
      await source.close()
    }
  }
}
