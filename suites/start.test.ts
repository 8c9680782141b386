import { expect, test } from 'everyarch/vitest'

test('the application starts by its own entrypoint and does not die', async ({ start }) => {
  const { problem } = await start()
  expect(problem).toBeUndefined()
})
