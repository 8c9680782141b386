import { expect, test } from 'everyarch/vitest'

test('the application answers', async ({ health }) => {
  const { problem } = await health()
  expect(problem).toBeUndefined()
})
