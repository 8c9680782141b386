import { expect, it } from 'vitest'
import { crowdCount, removeCrowded, type CrowdedRemoval } from '../../../src/engine/crowd.ts'

interface Scene {
  readonly isCrowded?: boolean
  /** Its own are removed when this many of the others' ends were asked for. */
  readonly helpNeeded: number
  readonly processes?: number
  readonly helpFails?: boolean
}

async function remove({ isCrowded = false, helpNeeded, processes = 0, helpFails = false }: Scene): Promise<string[]> {
  const done: string[] = []
  const gone = Promise.withResolvers<undefined>()
  let help = 0
  const settle = (): void => {
    if (help >= helpNeeded && done.includes('remove')) gone.resolve(undefined)
  }
  const removal: CrowdedRemoval = {
    isCrowded,
    remove: async () => {
      done.push('remove')
      settle()
      await gone.promise
      done.push('removed')
    },
    countProcesses: async () => {
      done.push('count')
      return processes
    },
    endOthers: async () => {
      done.push('end others')
      help += 1
      settle()
      if (helpFails) throw new Error('no such container')
      return { remove: async () => void done.push('helper removed') }
    },
  }
  const over = removeCrowded(removal)
  // One that nothing helps is gone in the end.
  if (helpNeeded === Infinity) setTimeout(() => gone.resolve(undefined), 700)
  await over
  return done
}

it('removes what is gone at once without a look at it', async () => {
  expect(await remove({ helpNeeded: 0 })).toEqual(['remove', 'removed'])
})

it('ends the others before it removes what is known to be crowded', async () => {
  const done = await remove({ isCrowded: true, helpNeeded: 1 })
  expect(done.slice(0, 2)).toEqual(['end others', 'remove'])
  expect(done.slice(2).toSorted()).toEqual(['helper removed', 'removed'])
})

it('ends the others of what turns out to be crowded while it is being removed', async () => {
  const done = await remove({ helpNeeded: 1, processes: crowdCount })
  expect(done.slice(0, 3)).toEqual(['remove', 'count', 'end others'])
  expect(done.slice(3).toSorted()).toEqual(['helper removed', 'removed'])
})

it('waits for what is slow and not crowded', async () => {
  const done = await remove({ helpNeeded: Infinity, processes: crowdCount - 1 })
  expect(done).toEqual(['remove', 'count', 'removed'])
})

it('removes all the same where the others cannot be ended', async () => {
  const done = await remove({ isCrowded: true, helpNeeded: 1, helpFails: true })
  expect(done).toEqual(['end others', 'remove', 'removed'])
})
