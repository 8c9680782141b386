import { describe, expect, it } from 'vitest'
import { createPathGlob } from '../../../src/report/path-glob.ts'

describe('a pattern of paths', () => {
  it.each([
    ['/opt/cross/**', '/opt/cross/bin/gcc'],
    ['/opt/cross/**', '/opt/cross'],
    ['/opt/cross/', '/opt/cross/bin/gcc'],
    ['/opt/*/bin', '/opt/cross/bin'],
    ['/**/prebuilds/**', '/app/node_modules/x/prebuilds/linux-x64/x.node'],
    ['**/prebuilds/**', '/prebuilds/x'],
    ['/app/**', '/app/.venv/bin/python'],
    ['*.node', '/app/addon.node'],
    ['prebuilds/*.node', '/app/prebuilds/a.node'],
    ['/lib{,64}/ld-*.so.?', '/lib64/ld-linux.so.2'],
    ['/app/{a,b}/x', '/app/b/x'],
    ['/a+b(c)[d]/x.so', '/a+b(c)[d]/x.so'],
    ['opt/x', 'opt/x'],
  ])('%s matches %s', (pattern, path) => {
    expect(createPathGlob(pattern)(path)).toBe(true)
  })

  it.each([
    ['/opt/cross/**', '/opt/crossed/bin'],
    ['/opt/*/bin', '/opt/a/b/bin'],
    ['/opt/*', '/opt/a/b'],
    ['/x.so', '/xaso'],
    ['/a?c', '/a/c'],
    ['/app', '/app/x'],
    ['*.node', '/app/addon.nodes'],
    ['/opt', '/srv/opt'],
  ])('%s does not match %s', (pattern, path) => {
    expect(createPathGlob(pattern)(path)).toBe(false)
  })
})
