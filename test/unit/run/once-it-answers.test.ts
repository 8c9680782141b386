import { expect, test } from 'vitest'
import { HarnessError } from '../../../src/errors.ts'
import { onceItAnswers } from '../../../src/run/once-it-answers.ts'

const never = new AbortController().signal
const absent = (): HarnessError => new HarnessError('engine-absent', 'nobody answers')

test('an engine that comes back is asked again', async () => {
  let asked = 0
  const answer = onceItAnswers(
    async () => {
      asked += 1
      if (asked < 3) throw absent()
      return 'removed'
    },
    60_000,
    never,
  )
  expect(await answer).toBe('removed')
  expect(asked).toBe(3)
})

test.each([
  ['that says no', () => new HarnessError('engine-failed', 'no'), 60_000, never],
  ['that does not come back in time', absent, 0, never],
  ['when nobody waits any more', absent, 60_000, AbortSignal.abort()],
])('an engine %s is not asked again', async (_, error, patienceMs, signal) => {
  let asked = 0
  const thrown = error()
  const task = async (): Promise<never> => {
    asked += 1
    throw thrown
  }
  await expect(onceItAnswers(task, patienceMs, signal)).rejects.toBe(thrown)
  expect(asked).toBe(1)
})
