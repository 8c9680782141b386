import { expect, test } from 'vitest'
import { explainMismatch } from '../../../src/audit/explain-mismatch.ts'
import { createFinding } from '../../../src/report/finding.ts'

const mismatch = (index: string, config: string) =>
  createFinding('config/platform-mismatch', 'they differ', { evidence: { index, config } })

test.each([
  ['linux/arm64', 'linux/amd64', 'arm64', 'config'],
  ['linux/arm64', 'linux/amd64', 'amd64', 'index'],
  ['linux/arm/v7', 'linux/amd64', 'arm', 'config'],
  ['linux/arm64', 'linux/amd64', 's390x', undefined],
])('index %s, config %s, files %s: odd is %s', (index, config, files, odd) => {
  expect(explainMismatch(mismatch(index, config), files).evidence['odd']).toBe(odd)
})

test('files that tell nothing leave the finding as it is', () => {
  const finding = mismatch('linux/arm64', 'linux/amd64')
  expect(explainMismatch(finding, '')).toBe(finding)
})

test('other findings are left alone', () => {
  const finding = createFinding('rootfs/isa-level', 'x')
  expect(explainMismatch(finding, 'amd64')).toBe(finding)
})
