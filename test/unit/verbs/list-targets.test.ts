import { expect, it } from 'vitest'
import { parseReference } from '../../../src/oci/reference.ts'
import { listTargets } from '../../../src/verbs/build-images.ts'

const tags = [parseReference('example.com/app:1')]

it('what is built waits in the repository of its first tag', () => {
  expect(listTargets({ tags, isDryRun: false }, undefined)).toMatchObject([{ tags, repository: tags[0] }])
})

it('a dry run sends nothing there', () => {
  expect(listTargets({ tags, isDryRun: true }, undefined)).toEqual([{ name: 'default', tags }])
})
