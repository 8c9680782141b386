import { expect, test } from 'everyarch/vitest'

test('uname -m names the platform', async ({ target, uname }) => {
  const { machine } = await uname()
  expect(target.acceptedMachines).toContain(machine)
})
