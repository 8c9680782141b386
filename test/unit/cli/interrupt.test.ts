import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { listenForInterrupt } from '../../../src/cli/interrupt.ts'

function listen() {
  const source = new EventEmitter()
  const calls: string[] = []
  const clock = { nowMs: 0 }
  const interrupt = listenForInterrupt({
    source,
    now: () => clock.nowMs,
    onFirst: () => calls.push('first'),
    onSecond: () => calls.push('second'),
  })
  return { source, calls, interrupt, clock }
}

describe.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s', (name) => {
  it('aborts the run the first time, and ends at once the second', () => {
    const { source, calls, interrupt, clock } = listen()
    expect(interrupt.signal.aborted).toBe(false)
    source.emit(name, name)
    expect(calls).toEqual(['first'])
    expect(interrupt.signal.reason).toMatchObject({ code: 'interrupted', exitCode: 130 })
    clock.nowMs += 2000
    source.emit(name, name)
    expect(calls).toEqual(['first', 'second'])
  })

  it('that comes twice for one press is one', () => {
    const { source, calls, clock } = listen()
    source.emit(name, name)
    clock.nowMs += 5
    source.emit(name, name)
    expect(calls).toEqual(['first'])
  })

  it('is nothing to us once the run is over', () => {
    const { source, calls, interrupt } = listen()
    interrupt.close()
    expect(source.listenerCount(name)).toBe(0)
    expect(calls).toEqual([])
  })
})

function failToTell(): never {
  throw new Error('the terminal is gone')
}

it('a run is aborted even when telling of it fails', () => {
  const source = new EventEmitter()
  const { signal } = listenForInterrupt({ source, onFirst: failToTell, onSecond: () => undefined })
  expect(() => source.emit('SIGINT', 'SIGINT')).toThrow('the terminal is gone')
  expect(signal.aborted).toBe(true)
})
