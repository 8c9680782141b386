import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { containerBuilder } from '../../support/builders.ts'
import { ciBlock } from '../../support/ci-docs.ts'
import { uniqueText } from '../../support/content.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { removeImages } from '../../support/engine.ts'
import { runProcess } from '../../support/run-process.ts'
import { digestAt } from '../../support/digest-at.ts'
import { writeCheckout, writeCommands } from '../../support/workflow/checkout.ts'

const image = `${openDistributionRegistry().address}/everyarch/shell-${uniqueText().slice(0, 12)}`
const folder = await mkdtemp(join(tmpdir(), 'everyarch-shell-'))
const platforms = ['linux/amd64', 'linux/arm64']
beforeAll(() => Promise.all([writeCheckout(join(folder, 'app')), writeCommands(join(folder, 'bin'))]))
afterAll(() => Promise.all([rm(folder, { recursive: true, force: true }), removeImages(image)]))

async function run(script: string, platform = ''): Promise<string> {
  const { exitCode, stdout, stderr } = await runProcess('sh', ['-e', '-c', ciBlock(script)], {
    cwd: join(folder, 'app'),
    env: {
      ...(await containerBuilder()),
      PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
      IMAGE: image,
      PLATFORM: platform,
      PLATFORMS: platforms.join(','),
      TAGS: `${image}:1.4,${image}:latest`,
    },
  })
  if (exitCode !== 0) throw new Error(`${script} ${platform}: ${exitCode}\n${stdout}\n${stderr}`)
  return stdout
}

it('the scripts of the documentation build, verify and publish an image', async () => {
  for (const platform of platforms) await run('build.sh', platform)
  await Promise.all(platforms.map((platform) => run('verify.sh', platform)))
  expect(await digestAt(`${image}:1.4`)).toBeNull()
  expect(await run('publish.sh')).toContain('passed: 2 of 2 platforms')
  const digest = await digestAt(`${image}:1.4`)
  expect(digest).toMatch(/^sha256:/)
  expect(await digestAt(`${image}:latest`)).toBe(digest)
})
