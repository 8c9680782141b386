import { expect, it } from 'vitest'
import { goodFormats } from '../../support/acceptance/good-formats.ts'
import { goodKinds } from '../../support/acceptance/good-kinds.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { inspectOne, listCodes } from '../../support/inspect.ts'

const registry = openDistributionRegistry()

it.each([...Object.entries(goodKinds), ...Object.entries(goodFormats)])(
  'inspect says nothing of a good image: %s',
  async (_, make) => {
    const { reference } = await make(registry)
    const report = await inspectOne([reference])
    expect(listCodes(report)).toEqual([])
    expect(report).toMatchObject({ verdict: 'passed', exitCode: 0 })
  },
)
