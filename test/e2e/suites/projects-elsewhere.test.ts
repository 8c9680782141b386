import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildContext, busyboxStage, serverEnd } from '../../support/build-context.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { index } from '../../support/image-builder.ts'
import { listTests, makeVitestFolder } from '../../support/vitest-folder.ts'
import { layoutFiles, writeFolder } from '../../unit/image/layout-files.ts'

const suite = `import { expect, test } from 'everyarch/vitest'
test('answers', async ({ fetch, uname }) => {
  expect((await fetch('/')).status).toBe(200)
  expect(await uname()).toReportArchitecture()
})
`
const everywhere = { 'linux/amd64 answers': '✓', 'linux/arm64 answers': '✓' }

it('an image in an OCI layout has projects', async () => {
  await using layout = await mkdtempDisposable(join(tmpdir(), 'everyarch-test-'))
  const image = index([await serverImage('linux/amd64'), await serverImage('linux/arm64')])
  const path = await writeFolder(join(layout.path, 'layout'), layoutFiles([image], [image.descriptor]))
  await using folder = await makeVitestFolder({ image: `oci:${path}`, http: 8080 }, { 'checks/a.test.ts': suite })
  const result = await folder.run(['run'])
  expect(listTests(result), result.stdout + result.stderr).toEqual(everywhere)
  expect(result.exitCode).toBe(0)
})

it('an image is built before its tests run', async () => {
  await using context = await buildContext({ Dockerfile: busyboxStage + serverEnd })
  const options = { build: context.path, platform: ['linux/amd64', 'linux/arm64'], http: 8080 }
  await using folder = await makeVitestFolder(options, { 'checks/a.test.ts': suite })
  const result = await folder.run(['run'])
  expect(listTests(result), result.stdout + result.stderr).toEqual(everywhere)
  expect(result.exitCode).toBe(0)
})

it('an image that cannot be built fails the tests of every platform with the reason', async () => {
  await using context = await buildContext({ Dockerfile: `${busyboxStage}RUN exit 3\n` })
  const options = { build: context.path, platform: ['linux/amd64'], http: 8080 }
  await using folder = await makeVitestFolder(options, { 'checks/a.test.ts': suite })
  const result = await folder.run(['run'])
  expect(result.stderr).toMatch(/linux\/amd64: .*exit code: 3/)
  expect(result.exitCode).toBe(1)
})

it('a setting that is wrong ends vitest before anything runs, with what is wrong', async () => {
  await using folder = await makeVitestFolder({ image: 'acme', inclde: 'x' }, { 'checks/a.test.ts': suite })
  const result = await folder.run(['run'])
  expect(result.stderr).toContain('definePlatformProjects: inclde: there is no such setting (did you mean include?)')
  expect(result.exitCode).toBe(1)
})
