import process from 'node:process'
import { expect, it } from 'vitest'
import { nameBuiltImage, parseBuiltName, placeOf } from '../../../src/build/engine-name.ts'
import { readProcessMark } from '../../../src/config/process-mark.ts'
import { isAbandonedBuild, readHere, type Here } from '../../../src/verbs/abandoned.ts'

const nowMs = 1_800_000_000_000
const name = nameBuiltImage(3, nowMs)
const built = parseBuiltName(name)
const here: Here = { ...readHere(), nowMs }

it('the name of a built image tells whose it is, and until when', () => {
  expect(name).toMatch(/^everyarch-build:[\w.-]{1,128}$/)
  const startTicks = readProcessMark()?.startTicks
  const place = placeOf(readProcessMark())
  expect(built).toEqual({ processId: process.pid, startTicks, place, endsMs: nowMs + 86_400_000 })
})

it.each(['localhost/', 'docker.io/library/'])('%s is what Podman puts before it', (prefix) => {
  expect(parseBuiltName(prefix + name)).toEqual(built)
})

it.each(['everyarch-build:latest', 'everyarch-build:12-a-b', 'ghcr.io/acme/everyarch-build:1-1-0a-1-0', 'app:1'])(
  '%s is no such name',
  (other) => {
    expect(parseBuiltName(other)).toBeUndefined()
  },
)

it('it is left when its process is gone or its day is over, and never while that may go on', () => {
  if (built === undefined) throw new Error('it cannot be read')
  expect(isAbandonedBuild(built, here)).toBe(false)
  expect(isAbandonedBuild(built, { ...here, isAlive: () => false })).toBe(true)
  expect(isAbandonedBuild({ ...built, place: '0123456789ab' }, { ...here, isAlive: () => false })).toBe(false)
  expect(isAbandonedBuild({ ...built, place: '' }, { ...here, isAlive: () => false })).toBe(false)
  expect(isAbandonedBuild({ ...built, place: '' }, { ...here, nowMs: nowMs + 90_000_000 })).toBe(true)
})
