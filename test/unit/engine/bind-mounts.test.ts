import { expect, it } from 'vitest'
import { bindMounts } from '../../../src/engine/bind-mounts.ts'

it('volumes are mounted beside files, by name or as new ones', () => {
  const mounts = [{ source: '/srv', target: '/srv', isReadOnly: true }]
  const volumes = [
    { name: 'shop_data', target: '/data', isReadOnly: false },
    { target: '/own', isReadOnly: false },
  ]
  expect(bindMounts({ mounts, volumes })).toEqual({
    Mounts: [
      { Type: 'bind', Source: '/srv', Target: '/srv', ReadOnly: true },
      { Type: 'volume', Source: 'shop_data', Target: '/data', ReadOnly: false },
      { Type: 'volume', Source: '', Target: '/own', ReadOnly: false },
    ],
  })
})

it('a volume gives way to what else is mounted there', () => {
  const mounts = [{ source: '/srv', target: '/data', isReadOnly: true, relabel: 'shared' as const }]
  const volumes = ['/data', '/tmp'].map((target) => ({ target, isReadOnly: false }))
  expect(bindMounts({ mounts, volumes, tmpfs: { '/tmp': '' } })).toEqual({ Binds: ['/srv:/data:ro,z'] })
})
