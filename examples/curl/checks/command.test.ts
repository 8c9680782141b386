import { expect, test } from 'everyarch/vitest'

test('prints its version', async ({ run }) => {
  const version = await run(['--version'])
  expect(version).toExitWith(0)
  expect(version.stdout).toMatch(/^curl \d+/)
})

test('says that a host is not reached by its exit code', async ({ run }) => {
  expect(await run(['--silent', 'http://127.0.0.1:1/'])).toExitWith(7)
})

test('is built for its platform', async ({ file, run }) => {
  expect(await file('/usr/bin/curl')).toBeBuiltFor()
  expect(await run(['-m'], { entrypoint: ['uname'] })).toReportArchitecture()
})
