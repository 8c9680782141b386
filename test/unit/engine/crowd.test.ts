import { expect, it } from 'vitest'
import { crowdCount, removeCrowded, type CrowdedRemoval } from '../../../src/engine/crowd.ts'

interface Scene {
  /** How many processes this kernel counts at each look, where it is the engine's. */
  readonly here?: readonly number[]
  readonly killsHere?: boolean
  /** Its own are removed when this many of the others' ends were asked for. */
  readonly helpNeeded: number
  readonly processes?: number
  readonly helpFails?: boolean
}

async function remove({ here, killsHere = false, helpNeeded, processes = 0, helpFails }: Scene): Promise<string[]> {
  const done: string[] = []
  const gone = Promise.withResolvers<undefined>()
  const looks = [...(here ?? [])]
  let help = 0
  const settle = (): void => {
    if (help >= helpNeeded && done.includes('remove')) gone.resolve(undefined)
  }
  const ownKernel = {
    count: async () => looks.shift(),
    killAll: async () => {
      done.push('kill all')
      if (killsHere) help += 1
      settle()
      return killsHere
    },
  }
  const removal: CrowdedRemoval = {
    here: here && ownKernel,
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
      if (helpFails === true) throw new Error('no such container')
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

it('kills all of what is crowded on this kernel before it removes it', async () => {
  const done = await remove({ here: [crowdCount], killsHere: true, helpNeeded: 1 })
  expect(done).toEqual(['kill all', 'remove', 'removed'])
})

it('kills all of what gets crowded on this kernel while it is being removed', async () => {
  const done = await remove({ here: [1, crowdCount], killsHere: true, helpNeeded: 1 })
  expect(done).toEqual(['remove', 'kill all', 'removed'])
})

it('ends the others before it removes what it may not kill itself', async () => {
  const done = await remove({ here: [crowdCount], helpNeeded: 1 })
  expect(done.slice(0, 3)).toEqual(['kill all', 'end others', 'remove'])
  expect(done.slice(3).toSorted()).toEqual(['helper removed', 'removed'])
})

it('ends the others of what turns out to be crowded elsewhere while it is being removed', async () => {
  const done = await remove({ helpNeeded: 1, processes: crowdCount })
  expect(done.slice(0, 3)).toEqual(['remove', 'count', 'end others'])
  expect(done.slice(3).toSorted()).toEqual(['helper removed', 'removed'])
})

it('waits for what is slow and not crowded', async () => {
  const done = await remove({ helpNeeded: Infinity, processes: crowdCount - 1 })
  expect(done).toEqual(['remove', 'count', 'removed'])
})

it('removes all the same where the others cannot be ended', async () => {
  const done = await remove({ here: [crowdCount], helpNeeded: 1, helpFails: true })
  expect(done).toEqual(['kill all', 'end others', 'remove', 'removed'])
})
