import { expect, test } from 'vitest'
import { createSlots } from '../../../src/run/slots.ts'

const signal = new AbortController().signal

test('whoever comes when all places are taken waits until one is given back', async () => {
  const slots = createSlots(2)
  const entered: number[] = []
  const enter = (number: number): Promise<void> => slots.take(signal).then(() => void entered.push(number))
  const all = [enter(1), enter(2), enter(3), enter(4)]
  await Promise.all(all.slice(0, 2))
  expect(entered).toEqual([1, 2])
  slots.give()
  await all[2]
  slots.give()
  await all[3]
  expect(entered).toEqual([1, 2, 3, 4])
})

test('whoever gives up waiting leaves the queue', async () => {
  const slots = createSlots(1)
  await slots.take(signal)
  const controller = new AbortController()
  const waiting = slots.take(controller.signal)
  const next = slots.take(signal)
  controller.abort(new Error('stopped'))
  await expect(waiting).rejects.toThrow('stopped')
  slots.give()
  await expect(next).resolves.toBeUndefined()
})

test('a signal that is aborted already takes no place', async () => {
  const slots = createSlots(1)
  await expect(slots.take(AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
  await expect(slots.take(signal)).resolves.toBeUndefined()
})
