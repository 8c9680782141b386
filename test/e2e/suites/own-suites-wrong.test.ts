import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers, removeImages } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import type { PushedImage } from '../../support/image-registry.ts'
import type { ProcessResult } from '../../support/run-process.ts'

let image: PushedImage
beforeAll(async () => {
  image = await pushPair(openDistributionRegistry(), 'wrong-suites', serverImage)
})
afterAll(() => removeImages(image.repository))

/** Verifies one platform with suites, of which nothing must be left. */
async function verifyWith(
  suites: Readonly<Record<string, string>>,
  ...flags: readonly string[]
): Promise<ProcessResult> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-suites-'))
  const head = "import { expect, test } from 'everyarch/vitest'\n"
  for (const [name, text] of Object.entries(suites)) await writeFile(join(folder.path, name), head + text)
  const common = ['--json', '--platform', 'linux/amd64', '--http', '8080', '--suite', join(folder.path, '*.test.ts')]
  const result = await runEveryarch(['verify', image.reference, ...common, ...flags])
  expect(await findLeftovers(result.pid)).toEqual([])
  return result
}

it('a suite that does not compile ends the run with its file and line, and nothing is verified', async () => {
  const result = await verifyWith({ 'broken.test.ts': "test('is not closed', async () => {\n" })
  expect(result.exitCode).toBe(2)
  expect(parseStdout(result)).toMatchObject({
    verdict: null,
    errors: [{ code: 'suite-invalid', message: expect.stringMatching(/broken\.test\.ts cannot be run: line \d+: /) }],
  })
})

it('a test that waits for ever is a finding when its time is over', async () => {
  const result = await verifyWith(
    { 'hangs.test.ts': "test('hangs', async ({ container }) => new Promise(() => container))\n" },
    '--test-timeout',
    '2s',
  )
  expect(result.exitCode).toBe(1)
  expect(parseStdout(result)).toMatchObject({ platforms: [{ findings: [{ code: 'suite/timeout' }] }, {}] })
})

it('a suite that blocks its thread with a container open is given up, and its container removed', async () => {
  const suites = {
    'blocks.test.ts': `test.override({ containerOptions: { user: '1000' } })
test('blocks', async ({ container }) => {
  expect(container.isOwn).toBe(true)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
})
`,
    'later.test.ts': "test('is behind it', async ({ fetch }) => { expect((await fetch('/')).status).toBe(200) })\n",
  }
  const result = await verifyWith(suites, '--test-timeout', '20s')
  expect(result.exitCode).toBe(1)
  const checks = expect.arrayContaining([
    expect.objectContaining({ name: expect.stringContaining('blocks.test.ts'), status: 'failed' }),
    expect.objectContaining({
      name: expect.stringContaining('later.test.ts'),
      status: 'unverified',
      reason: expect.stringContaining('blocks.test.ts kept it from running'),
    }),
  ])
  expect(parseStdout(result)).toMatchObject({ platforms: [{ checks, findings: [{ code: 'suite/timeout' }] }, {}] })
  expect(result.stderr).toContain('linux/amd64: 1 containers that suites left open are removed')
})
