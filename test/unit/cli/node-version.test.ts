import { expect, it } from 'vitest'
import { describeOldNode } from '../../../src/cli/node-version.ts'

it.each(['22.22.0', '22.30.1', '24.0.0', '24.21.0', '26.0.0', '27.1.0', '30.0.0'])('Node %s will do', (version) => {
  expect(describeOldNode(version)).toBeUndefined()
})

it.each(['12.22.12', '18.20.4', '20.20.2', '21.7.3', '22.21.1', '23.11.0', '25.1.0'])('Node %s will not', (version) => {
  expect(describeOldNode(version)).toBe(`everyarch needs Node 22.22, 24, or 26 and later; this is Node ${version}`)
})
