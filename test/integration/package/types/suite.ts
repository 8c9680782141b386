// Compiled with the sources, and again as a user's file beside the installed package: each line says what a type must be.
import { expect, test, type CommandResult, type ContainerInfo, type FileInfo } from 'everyarch/vitest'
import { definePlatformProjects } from 'everyarch/vitest-config'
import type { TestUserConfig } from 'vitest/config'

test.override({ containerOptions: { env: { MODE: 'read' }, ports: ['9000/tcp'] } })

test('fixtures and matchers', async ({ platform, container, fetch, run, file, uname, logs }) => {
  const name: string = platform
  const up: ContainerInfo = container
  const answer: Response = await fetch('/', { port: 9000, method: 'POST' })
  const ended: CommandResult = await run(['--version'], { user: 'app' })
  const found: FileInfo | undefined = await file('/app')
  expect(ended).toExitWith(0)
  expect(await uname()).toReportArchitecture('linux/arm64')
  expect(found).not.toBeBuiltFor('linux/amd64')
  expect([name, up.id, answer.status, await logs()]).toHaveLength(4)
  // @ts-expect-error an exit code is a number
  expect(ended).toExitWith('0')
  // @ts-expect-error a command is words
  await run('--version')
})

const projects: NonNullable<TestUserConfig['projects']> = await definePlatformProjects({
  image: 'ghcr.io/acme/app:1.4',
  include: 'checks/**/*.test.ts',
  http: 5000,
  perPlatform: { 'linux/riscv64': { timeout: '5m' } },
})
expect(projects).toHaveLength(2)
// @ts-expect-error the results are vitest's to report
await definePlatformProjects({ include: 'checks/*.test.ts', reporter: 'json' })
// @ts-expect-error which tests is to be said
await definePlatformProjects({ image: 'ghcr.io/acme/app:1.4' })
