import { expect, it } from 'vitest'
import type { LayerRecord } from '../../../src/image/layer-record.ts'
import { createRootFsFold } from '../../../src/image/rootfs-fold.ts'
import { createRandom, type Random } from '../oci/random.ts'
import { packRecords } from './fold-layers.ts'

const names = ['a', 'b', 'c', 'd']
const randomPath = (random: Random): string => `/${random.several(1, 4, () => random.pick(names)).join('/')}`
const randomTarget = (random: Random): string =>
  random.pick(['', '/', '../']) + random.several(1, 3, () => random.pick([...names, '..', '.'])).join('/')

function randomRecord(random: Random): LayerRecord {
  const path = randomPath(random)
  const owner = { path, mode: 0o755, uid: 0, gid: 0, sizeBytes: random.below(100) }
  const kind = random.pick(['file', 'file', 'directory', 'symlink', 'hardlink', 'whiteout', 'opaque', 'fifo'] as const)
  switch (kind) {
    case 'symlink':
      return { ...owner, kind, target: randomTarget(random) }
    case 'hardlink':
      return { kind, path, target: randomPath(random) }
    case 'whiteout':
    case 'opaque':
      return { kind, path }
    case 'file':
    case 'directory':
    case 'fifo':
      return { ...owner, kind }
  }
}

it.each([1, 2, 3])('layers of anything at all fold into a root that agrees with itself (seed %d)', (seed) => {
  const random = createRandom(seed)
  let faults = 0
  for (let round = 0; round < 150; round++) {
    const fold = createRootFsFold(1000)
    for (const records of random.several(1, 4, () => random.several(0, 25, () => randomRecord(random)))) {
      if (fold.add(packRecords(records)) !== undefined) faults++
    }
    const rootfs = fold.finish()
    const entries = [...rootfs.entries]
    expect(new Set(rootfs.entries.keys()).size).toBe(rootfs.entries.size)
    expect(entries).toHaveLength(rootfs.entries.size)
    for (const [path, entry] of entries) {
      expect(entry.path).toBe(path)
      expect(rootfs.entries.get(path)).toEqual(entry)
      const folder = path.slice(0, path.lastIndexOf('/')) || '/'
      expect(rootfs.entries.get(folder)?.kind).toBe('directory')
      if (path !== '/') expect(rootfs.list(folder)).toContainEqual(entry)
      const resolution = rootfs.resolve(path)
      if (entry.kind !== 'symlink') expect(resolution).toMatchObject({ kind: 'found', entry: { path } })
      else if (resolution.kind === 'found') expect(resolution.entry.kind).not.toBe('symlink')
      expect(resolution.walked.length).toBeLessThanOrEqual(41)
    }
  }
  expect(faults).toBeGreaterThan(25)
})
