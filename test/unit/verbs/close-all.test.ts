import { expect, it } from 'vitest'
import type { RunEvent } from '../../../src/report/event.ts'
import { closeAll } from '../../../src/verbs/close-all.ts'

it('what cannot be closed is told, and leaves the others and the result alone', async () => {
  const closed: string[] = []
  const told: RunEvent[] = []
  const fine = (name: string) => ({ close: async () => void closed.push(name) })
  const broken = { close: () => Promise.reject(new Error('the engine went away')) }
  const report = async (): Promise<string> => {
    try {
      return 'the report'
    } finally {
      await closeAll([fine('first'), broken, undefined, fine('last')], { onEvent: (event) => void told.push(event) })
    }
  }
  expect(await report()).toBe('the report')
  expect(closed).toEqual(['first', 'last'])
  expect(told).toEqual([{ kind: 'notice', message: expect.stringMatching(/the engine went away/) }])
})
