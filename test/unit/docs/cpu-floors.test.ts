import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cpuFloorOf } from '../../../src/emulation/cpu-floors.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'

const text = readFileSync(new URL('../../../docs/blame.md', import.meta.url), 'utf8')
const rows = [...text.matchAll(/^\| `(linux\/\S+)`\s*\| `(\S+)`\s*\| (.+?)\s*\|$/gm)]

test('the table of old CPUs in the documentation is that of the program', () => {
  expect(rows.length).toBeGreaterThan(5)
  for (const [, platform = '', cpu, lacks] of rows) {
    expect(cpuFloorOf(parsePlatform(platform)), platform).toMatchObject({ cpus: [cpu], lacks })
  }
})
