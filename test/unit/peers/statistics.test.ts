import { describe, expect, it } from 'vitest'
import { summarize } from '../../bench/statistics.ts'

describe('a summary', () => {
  it('has the middle, the spread and the ends', async () => {
    expect(await summarize([5, 1, 100, 3, 2])).toEqual({ median: 3, mad: 2, min: 1, max: 100, count: 5 })
  })

  it('takes the mean of the two in the middle', async () => {
    expect(await summarize([0.6, 0.2, 0.4, 0.8])).toMatchObject({ median: 0.5, count: 4 })
  })

  it('of one is that one', async () => {
    expect(await summarize([0.7])).toEqual({ median: 0.7, mad: 0, min: 0.7, max: 0.7, count: 1 })
  })

  it('of none is refused', async () => {
    await expect(summarize([])).rejects.toThrow('nothing to sum up')
  })
})
