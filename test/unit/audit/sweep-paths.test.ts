import { describe, expect, it } from 'vitest'
import { dataRules } from '../../../src/audit/sweep-rules.ts'
import { createPathTest } from '../../../src/audit/sweep-paths.ts'
import { createPathGlob } from '../../../src/report/path-glob.ts'

const partsOf = (path: string): readonly string[] => path.split('/').slice(1)

describe('a pattern of the rules', () => {
  it.each([
    ['/boot/**', '/boot/a/b'],
    ['/boot/**', '/boot'],
    ['*.debug', '/a/b.debug'],
    ['**/{test,tests}/data/**', '/x/tests/data/y/z'],
    ['**/{a,b}/**/{c,d}/**', '/a/x/a/c/y'],
    ['/usr/lib/xen-*/**', '/usr/lib/xen-4.17/boot/x'],
    ['**/{fw,firmware}/**/*.{elf,bin}', '/opt/fw/x.bin'],
    ['**/qemu-*-static', '/usr/bin/qemu-arm-static'],
    ['/usr/share/{qemu,qemu-efi*}/**', '/usr/share/qemu-efi-aarch64/x'],
    ['/**', '/'],
  ])('%s matches %s', (pattern, path) => {
    expect(createPathTest(pattern)(partsOf(path))).toBe(true)
  })

  it.each([
    ['/boot/**', '/srv/boot/a'],
    ['/boot/*', '/boot/a/b'],
    ['*.debug', '/a.debug/b'],
    ['**/{a,b}/**/{c,d}/**', '/c/x/a'],
    ['/usr/lib/x.y/**', '/usr/lib/xzy/a'],
    ['**/test', '/tests'],
    ['/a/**/b', '/a/b/c'],
  ])('%s does not match %s', (pattern, path) => {
    expect(createPathTest(pattern)(partsOf(path))).toBe(false)
  })

  it('means the same as a pattern of the configuration', () => {
    const words = ['usr', 'lib', 'test', 'data', 'node_modules', 'x.elf', 'firmware', 'prebuilds', 'boot', 'x']
    const patterns = dataRules.flatMap(({ paths }) => paths).filter((pattern) => !/\{[^}]*\*/.test(pattern))
    let state = 11
    const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below
    for (let run = 0; run < 1000; run++) {
      const path = `/${Array.from({ length: 1 + random(6) }, () => words[random(words.length)]).join('/')}`
      for (const pattern of patterns) {
        expect([pattern, path, createPathTest(pattern)(partsOf(path))]).toStrictEqual([
          pattern,
          path,
          createPathGlob(pattern)(path),
        ])
      }
    }
  })
})

describe('the rules for data', () => {
  it('have a name of their own and a reason each', () => {
    expect(new Set(dataRules.map(({ name }) => name)).size).toBe(dataRules.length)
    for (const { name, reason, paths, condition } of dataRules) {
      expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/)
      expect(reason.length).toBeGreaterThan(10)
      expect(paths.length > 0 || condition !== undefined).toBe(true)
    }
  })
})
