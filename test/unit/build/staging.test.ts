import { expect, it } from 'vitest'
import { quoteField } from '../../../src/build/staging.ts'

it.each([
  ['dest=/a b', 'dest=/a b'],
  ['dest=/a,b', '"dest=/a,b"'],
  ['dest=/a"b', '"dest=/a""b"'],
])('the field %s is written %s', (field, written) => {
  expect(quoteField(field)).toBe(written)
})
