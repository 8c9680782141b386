import { describe, expect, it } from 'vitest'
import { firstWord, likelyCommand } from '../../../src/audit/entrypoint-targets.ts'
import type { FileEntry } from '../../../src/image/rootfs.ts'
import { makeRoot, program, script } from './root.ts'

const root = makeRoot({ '/program': program('arm64'), '/script': script('/bin/sh') })

function fileAt(path: string): FileEntry {
  const entry = root.entries.get(path)
  if (entry === undefined) throw new Error(`${path} is missing`)
  return entry
}

describe('what a command probably starts next', () => {
  it.each([
    [['/bin/sh', '-c', '/app x'], ['/app']],
    [['/bin/bash', '-o', 'pipefail', '-ec', 'app'], ['app']],
    [['/bin/busybox', 'sh', '-c', 'app'], ['app']],
    [['sh', '/run.sh', '-c', 'x'], undefined],
    [['sh'], undefined],
    [
      ['tini', '-s', '-p', 'SIGTERM', '-e', '143', '--', 'app', '-x'],
      ['app', '-x'],
    ],
    [['dumb-init', '--rewrite', '15:3', 'app'], ['app']],
    [['dumb-init', '-c', '--', 'app'], ['app']],
    [['gosu', 'nobody', 'app'], ['app']],
    [['su-exec', '1000:1000', 'app'], ['app']],
    [['env', 'A=1', 'app'], ['app']],
    [['tini', '--version'], undefined],
    [['gosu', 'nobody'], undefined],
    [['/usr/bin/app', 'serve'], undefined],
  ])('%j: %j', (command, next) => {
    expect(likelyCommand(command, fileAt('/program'))).toStrictEqual(next)
  })

  it('is a start script’s arguments', () => {
    expect(likelyCommand(['/script', 'app', '-x'], fileAt('/script'))).toStrictEqual(['app', '-x'])
    expect(likelyCommand(['/script', '-x'], fileAt('/script'))).toBeUndefined()
    expect(likelyCommand(['/script'], fileAt('/script'))).toBeUndefined()
  })
})

describe('the first program of a script', () => {
  it.each([
    ['exec /app --port 80', '/app'],
    ['  app', 'app'],
    ['A=b C=/d:e exec app; echo', 'app'],
    ['./run&& true', './run'],
    ['cd /srv && ./run', undefined],
    ['if true; then app; fi', undefined],
    ['"/app"', undefined],
    ['$APP', undefined],
    ['exec "$@"', undefined],
    ['A="b c" app', undefined],
    ['', undefined],
    ['exec', undefined],
  ])('%j: %j', (text, word) => {
    expect(firstWord(text)).toBe(word)
  })
})
