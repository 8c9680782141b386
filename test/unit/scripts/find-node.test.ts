import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findKeptNode, isSupportedNode } from '../../../scripts/action/find-node.mjs'

describe('the Node of a runner', () => {
  it.each([
    ['18.20.8', false],
    ['20.20.2', false],
    ['22.21.1', false],
    ['22.22.0', true],
    ['23.11.1', false],
    ['24.0.0', true],
    ['25.9.0', false],
    ['26.1.0', true],
  ])('%s is supported: %s', (version, expected) => {
    expect(isSupportedNode(version)).toBe(expected)
  })

  it('is the newest kept one that is supported, complete and of this architecture', async () => {
    await using cache = await mkdtempDisposable(join(tmpdir(), 'everyarch-tool-cache-'))
    const keep = async (path: string, files: readonly string[]): Promise<void> => {
      await mkdir(join(cache.path, 'node', path), { recursive: true })
      for (const file of files) await writeFile(join(cache.path, 'node', path, file), '')
    }
    for (const version of ['20.20.2', '22.22.3', '24.9.0', '24.11.1']) await keep(`${version}/x64/bin`, ['node', 'npx'])
    await keep('26.0.0/arm64/bin', ['node', 'npx'])
    await keep('26.1.0/x64/bin', ['node'])
    expect(findKeptNode(cache.path, 'x64')).toBe(join(cache.path, 'node/24.11.1/x64/bin'))
    expect(findKeptNode(cache.path, 'riscv64')).toBeUndefined()
    expect(findKeptNode(join(cache.path, 'absent'), 'x64')).toBeUndefined()
  })
})
