import { describe, expect, it } from 'vitest'
import { exitWith } from '../../../src/elf/programs.ts'
import { parseRunReports } from '../../../src/report/parse.ts'
import { listRunReports } from '../../../src/report/run-reports.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { index } from '../../support/image-builder.ts'
import { type PushedImage, pushImage } from '../../support/image-registry.ts'
import { programImage } from '../../support/program-image.ts'
import { runProcess } from '../../support/run-process.ts'

const registry = openDistributionRegistry()

/** An image nothing is wrong with, for these platforms. */
async function push(...platforms: readonly string[]): Promise<PushedImage> {
  const images = await Promise.all(platforms.map((platform) => programImage(platform, exitWith(0))))
  return pushImage(registry, index(images), 'listed')
}

/** What `helm template` would print of a chart with these images. */
function renderedChart(...images: readonly string[]): string {
  return images
    .map(
      (image, number) =>
        `---\n# Source: shop/templates/app-${number}.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app-${number}\n` +
        `spec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: "${image}"\n`,
    )
    .join('')
}

describe('the images of a rendered chart, inspected from standard input', () => {
  it('pass when all of them have the platform', async () => {
    const both = await push('linux/amd64', 'linux/arm64')
    const more = await push('linux/arm64', 'linux/amd64', 'linux/s390x')
    const input = renderedChart(both.reference, more.reference, both.reference)
    const result = await runEveryarch(['inspect', '--from', '-', '--require', 'linux/arm64'], { input })
    expect(result.exitCode, result.stderr).toBe(0)
    expect(result.stdout).toContain('passed: 2 of 2 images passed')
    expect(result.stdout.split('\n')[0]?.trim().split(/ +/)).toEqual(['amd64', 'arm64', 's390x'])
  })

  it('fail for the one that lacks it, which is named', async () => {
    const good = await push('linux/amd64', 'linux/arm64')
    const bad = await push('linux/amd64')
    const input = renderedChart(good.reference, bad.reference)
    const result = await runEveryarch(['inspect', '--from', '-', '--require', 'linux/arm64', '--json'], { input })
    expect(result.exitCode).toBe(1)
    const together = parseRunReports(parseStdout(result))
    expect(together.verdict).toBe('failed')
    const reports = listRunReports(together)
    expect(reports.map((report) => [report.image?.reference, report.verdict])).toEqual([
      [good.reference, 'passed'],
      [bad.reference, 'failed'],
    ])
    expect(reports[1]?.findings.map(({ code }) => code)).toContain('index/platform-missing')
  })

  it('are looked at although one of them does not exist', async () => {
    const good = await push('linux/amd64', 'linux/arm64')
    const absent = `${registry.address}/everyarch/absent:1`
    const input = renderedChart(absent, good.reference)
    const result = await runEveryarch(['inspect', '--from', '-', '--json'], { input })
    expect(result.exitCode).toBe(2)
    const reports = listRunReports(parseRunReports(parseStdout(result)))
    expect(reports.map(({ verdict, errors }) => [verdict, errors.map(({ code }) => code)])).toEqual([
      [null, ['image-not-found']],
      ['passed', []],
    ])
  })
})

it('several files, and images beside them, are one list without repetition', async () => {
  const image = await push('linux/amd64', 'linux/arm64')
  const other = await push('linux/arm/v7')
  const args = ['platforms', image.reference, '--from', '-', '--json']
  const input = JSON.stringify({
    services: { a: { image: image.reference }, b: { image: other.reference }, c: { build: '.' } },
  })
  const result = await runEveryarch(args, { input })
  expect(result.exitCode, result.stderr).toBe(0)
  expect(result.stderr).toContain('standard input: service c is passed over')
  const images: unknown = Reflect.get(Object(parseStdout(result)), 'images')
  expect(images).toMatchObject([
    { image: { reference: image.reference }, platforms: [{ platform: 'linux/amd64' }, { platform: 'linux/arm64' }] },
    { image: { reference: other.reference }, platforms: [{ platform: 'linux/arm/v7' }] },
  ])
})

it('two names of one image in a repository are asked for once, and reported each by its name', async () => {
  const image = await push('linux/amd64', 'linux/arm64')
  const byDigest = `${image.repository}@${image.digest}`
  const result = await runEveryarch(['inspect', image.reference, byDigest, '--json'])
  expect(result.exitCode, result.stderr).toBe(0)
  const reports = listRunReports(parseRunReports(parseStdout(result)))
  expect(reports.map((report) => report.image)).toMatchObject([
    { reference: image.reference, digest: image.digest },
    { reference: byDigest, digest: image.digest },
  ])
  const [first, second] = reports
  expect(second?.platforms).toEqual(first?.platforms)
})

it.each([
  [[], 'no image is named in standard input'],
  [['--from', '/nowhere/compose.yaml'], '"/nowhere/compose.yaml" cannot be read'],
])('a list that names nothing is a wrong request: %j', async (more, message) => {
  const args = more.length === 0 ? ['--from', '-'] : more
  const result = await runEveryarch(['inspect', ...args], { input: '---\n' })
  expect(result.exitCode).toBe(2)
  expect(result.stderr).toContain(message)
})

it('what is larger than any list of images is not read on', async () => {
  const { exitCode, stderr } = await runProcess('sh', [
    '-c',
    `head -c 20000000 /dev/zero | "${process.execPath}" --conditions=everyarch-source src/cli/main.ts inspect --from -`,
  ])
  expect(exitCode).toBe(3)
  expect(stderr).toContain('larger than 10 MiB')
})
