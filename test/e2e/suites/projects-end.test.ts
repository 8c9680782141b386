import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { removeImages } from '../../support/engine.ts'
import type { PushedImage } from '../../support/image-registry.ts'
import { listTests, makeVitestFolder } from '../../support/vitest-folder.ts'
import { containersOf, expectNothingLeft } from './leftovers.ts'

const registry = openDistributionRegistry()
let image: PushedImage
beforeAll(async () => {
  image = await pushPair(registry, 'projects-end', serverImage)
})
afterAll(() => removeImages(image.repository))

const imports = `import { writeFileSync } from 'node:fs'
import { expect, test } from 'everyarch/vitest'
`
const waiting = `${imports}
test.override({ containerOptions: { user: '1000' } })
test('waits', async ({ container }) => {
  expect(container.isOwn).toBe(true)
  console.log('both are up')
  await new Promise(() => setInterval(() => {}, 1000))
}, 0)
`
const only = ['--project', 'linux/amd64']
const options = (): Readonly<Record<string, unknown>> => ({ image: image.reference, http: 8080 })

describe.each([
  { title: 'Ctrl-C', signal: 'SIGINT' },
  { title: 'a kill that nothing can answer', signal: 'SIGKILL' },
] as const)('$title', ({ signal }) => {
  it('ends vitest, and leaves no container', async () => {
    await using folder = await makeVitestFolder(options(), { 'checks/waits.test.ts': waiting })
    await using vitest = folder.start(['run', ...only])
    await vitest.waitForOutput(/both are up/)
    expect(await containersOf(image)).toHaveLength(2)
    vitest.kill(signal)
    await vitest.finished
    await expectNothingLeft(image)
  })
})

it('tests that run again while vitest watches have the container they had, and none that was left open', async () => {
  const suite = (number: number): string => `${imports}
test('is seen', async ({ container }) => {
  writeFileSync('seen-${number}', container.id)
})
`
  const leaking = `${imports}
test.override({ containerOptions: { user: '1000' } })
test('kills its own process', async ({ container }) => {
  writeFileSync('leaked', container.id)
  process.kill(process.pid, 'SIGKILL')
})
`
  const files = { 'checks/seen.test.ts': suite(1), 'checks/leaks.test.ts': leaking }
  await using folder = await makeVitestFolder(options(), files)
  const read = (name: string): Promise<string> => readFile(join(folder.path, name), 'utf8')
  await using vitest = folder.start(['watch', ...only])
  await vitest.waitForOutput(/Tests .*passed[^]*Waiting for file changes|FAIL[^]*Watching for file changes/)
  const [first, leaked] = [await read('seen-1'), await read('leaked')]
  expect(await containersOf(image)).toEqual(expect.arrayContaining([first, leaked]))
  await folder.write('checks/seen.test.ts', suite(2))
  await expect.poll(() => read('seen-2').catch(() => ''), { timeout: 60_000 }).toBe(first)
  await expect.poll(() => containersOf(image), { timeout: 60_000 }).toEqual([first])
  vitest.kill('SIGINT')
  await vitest.finished
  await expectNothingLeft(image)
})

describe('a suite that is wrong itself', () => {
  it('and does not compile fails, beside those that are right', async () => {
    const files = {
      'checks/broken.test.ts': `${imports}test('is not closed', async () => {\n`,
      'checks/right.test.ts': `${imports}test('is right', async ({ fetch }) => { expect((await fetch('/')).status).toBe(200) })\n`,
    }
    await using folder = await makeVitestFolder(options(), files)
    const result = await folder.run(['run'])
    expect(listTests(result), result.stderr).toEqual({ 'linux/amd64 is right': '✓', 'linux/arm64 is right': '✓' })
    expect(result.stderr).toMatch(/FAIL .*linux\/arm64.* checks\/broken\.test\.ts/)
    expect(result.exitCode).toBe(1)
    await expectNothingLeft(image)
  })

  it('and hangs is a test that fails when its time is over, and one that leaks a container leaves none', async () => {
    const files = {
      'checks/hangs.test.ts': `${imports}
test.override({ containerOptions: { user: '1000' } })
test('hangs', async ({ container }) => new Promise(() => container))
`,
      'checks/leaks.test.ts': `${imports}
test.override({ containerOptions: { user: '1000' } })
test('leaks', async ({ container }) => {
  expect(container.isOwn).toBe(true)
  process.kill(process.pid, 'SIGKILL')
})
`,
    }
    await using folder = await makeVitestFolder({ ...options(), testTimeout: '20s' }, files)
    const result = await folder.run(['run', ...only])
    expect(result.stdout + result.stderr).toContain('Test timed out in 20000ms')
    expect(listTests(result)).toMatchObject({ 'linux/amd64 hangs': '×' })
    expect(result.stderr).toContain('everyarch: linux/amd64: 1 containers that suites left open are removed')
    expect(result.exitCode).toBe(1)
    await expectNothingLeft(image)
  })
})
