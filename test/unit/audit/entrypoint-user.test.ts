import { describe, expect, it } from 'vitest'
import { mayExecute, parseUser } from '../../../src/audit/entrypoint-user.ts'

describe('the user of a container', () => {
  it.each([
    [undefined, { uid: 0 }],
    ['', { uid: 0 }],
    ['root', { uid: 0 }],
    ['root:root', { uid: 0, gid: 0 }],
    ['0', { uid: 0 }],
    ['1000', { uid: 1000 }],
    ['1000:100', { uid: 1000, gid: 100 }],
    ['nobody', {}],
    ['nobody:100', { gid: 100 }],
    ['1000:users', { uid: 1000 }],
  ])('%j is %j', (text, user) => {
    expect(parseUser(text)).toStrictEqual(user)
  })

  it.each([
    ['0755', {}, '1000', true],
    ['0644', {}, '0', false],
    ['0100', {}, 'root', true],
    ['0001', {}, '0', true],
    ['0700', {}, '1000', false],
    ['0700', { uid: 1000 }, '1000', true],
    ['0077', { uid: 1000 }, '1000', false],
    ['0750', { gid: 100 }, '1000:100', true],
    ['0701', { gid: 100 }, '1000:100', false],
    ['0750', { gid: 100 }, '1000', true],
    ['0701', {}, '1000', true],
    ['0700', {}, 'nobody', true],
    ['0644', {}, 'nobody', false],
  ])('mode %s of %j lets %s execute: %s', (mode, owner, user, may) => {
    const entry = { path: '/x', kind: 'file', mode: Number.parseInt(mode, 8), uid: 0, gid: 0, sizeBytes: 1 } as const
    expect(mayExecute({ ...entry, ...owner }, parseUser(user))).toBe(may)
  })
})
