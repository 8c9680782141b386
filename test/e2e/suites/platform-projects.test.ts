import { afterAll, beforeAll, expect, it } from 'vitest'
import { noHandler } from '../../support/acceptance/no-handler.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { busyboxImage, serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { removeImages } from '../../support/engine.ts'
import type { PushedImage } from '../../support/image-registry.ts'
import { listTests, makeVitestFolder } from '../../support/vitest-folder.ts'
import { expectNothingLeft } from './leftovers.ts'

const registry = openDistributionRegistry()
let server: PushedImage
beforeAll(async () => {
  server = await pushPair(registry, 'projects', serverImage)
})
afterAll(() => removeImages(server.repository))

const fixtures = `import { expect, test } from 'everyarch/vitest'
test('has its fixtures', async ({ container, exec, fetch, file, image, logs, platform, run, target }) => {
  expect(await (await fetch('/')).text()).toBe('hello from ' + platform + '\\n')
  expect(await exec(['/bin/uname', '-m'])).toReportArchitecture()
  expect(await run(['-c', 'exit 3'], { entrypoint: ['/bin/sh'] })).toExitWith(3)
  expect(await file('/bin/busybox')).toBeBuiltFor(platform)
  await expect.poll(logs).toContain('response:200')
  expect(image.exposedPorts).toEqual(['8080/tcp'])
  expect([target.project, target.execution.kind, container.isOwn]).toEqual([platform, platform === 'linux/amd64' ? 'native' : 'emulated', false])
})
test('is x86', async ({ uname }) => {
  expect((await uname()).machine).toBe('x86_64')
})
`
const overriding = `import { expect, test } from 'everyarch/vitest'
test.override({ containerOptions: { env: { GREETING: 'Hello' }, user: '1000' } })
test('has a container of its own', async ({ container, exec }) => {
  expect((await exec(['/bin/sh', '-c', 'echo $GREETING $(id -u)'])).stdout).toBe('Hello 1000\\n')
  expect(container.isOwn).toBe(true)
})
`

it('every platform is a project of vitest, and what fails on one fails that one', async () => {
  const files = { 'checks/fixtures.test.ts': fixtures, 'checks/own.test.ts': overriding }
  await using folder = await makeVitestFolder({ image: server.reference, http: 8080 }, files)
  const result = await folder.run(['run'])
  expect(listTests(result), result.stdout + result.stderr).toEqual({
    'linux/amd64 has its fixtures': '✓',
    'linux/amd64 is x86': '✓',
    'linux/amd64 has a container of its own': '✓',
    'linux/arm64 has its fixtures': '✓',
    'linux/arm64 is x86': '×',
    'linux/arm64 has a container of its own': '✓',
  })
  expect(result.exitCode).toBe(1)
  await expectNothingLeft(server)
})

it('--project runs the platforms that it names, and of a name in front of them all', async () => {
  const options = { image: server.reference, http: 8080, name: 'app' }
  await using folder = await makeVitestFolder(options, { 'checks/own.test.ts': overriding })
  const result = await folder.run(['run', '--project', 'app linux/arm64'])
  const tests = { 'app linux/arm64 has a container of its own': '✓' }
  expect(listTests(result), result.stdout + result.stderr).toEqual(tests)
  expect(result.exitCode).toBe(0)
})

it('an application that does not come up on one platform fails the tests of that one, with what it wrote', async () => {
  const image = await pushPair(registry, 'projects-down', (platform) => {
    const script = platform === 'linux/arm64' ? 'echo no database here; exit 7' : 'exit 0'
    return busyboxImage(platform, { config: { Entrypoint: ['/bin/sh', '-c', script] } })
  })
  const suite = `import { expect, test } from 'everyarch/vitest'
test('has a shell', async ({ file }) => expect(await file('/bin/sh')).toBeDefined())
`
  await using folder = await makeVitestFolder({ image: image.reference }, { 'checks/a.test.ts': suite })
  const result = await folder.run(['run'])
  expect(listTests(result), result.stdout + result.stderr).toMatchObject({ 'linux/amd64 has a shell': '✓' })
  expect(result.stderr).toMatch(/linux\/arm64: the application did not come up: .*7\n.*no database here/)
  expect(result.exitCode).toBe(1)
  await expectNothingLeft(image)
})

it('tests of a platform that this machine cannot run are skipped with the reason, or fail where that is wanted', async () => {
  const image = await noHandler(registry)
  const suite = `import { beforeAll, expect, test } from 'everyarch/vitest'
test.beforeAll(async ({ container }) => expect(container.id).toBeDefined())
test('answers', async ({ fetch }) => expect((await fetch('/')).status).toBe(200))
`.replace('beforeAll, ', '')
  const options = { image: image.reference, http: 8080, platform: ['linux/amd64', 'linux/loong64'] }
  await using skipping = await makeVitestFolder(options, { 'checks/a.test.ts': suite })
  const skipped = await skipping.run(['run'])
  const tests = { 'linux/amd64 answers': '✓', 'linux/loong64 answers': '↓' }
  expect(listTests(skipped), skipped.stdout + skipped.stderr).toEqual(tests)
  expect(skipped.stderr).toContain('everyarch: linux/loong64 cannot be run here: ')
  expect(skipped.exitCode).toBe(0)
  await using failing = await makeVitestFolder({ ...options, unavailable: 'fail' }, { 'checks/a.test.ts': suite })
  const failed = await failing.run(['run', '--project', 'linux/loong64'])
  expect(failed.stderr).toContain('Error: linux/loong64 cannot be run here: ')
  expect(failed.exitCode).toBe(1)
  await expectNothingLeft(image)
})
