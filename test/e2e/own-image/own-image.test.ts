import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { exitWith } from '../../../src/elf/programs.ts'
import { parseRunReport } from '../../../src/report/parse.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { uniqueText } from '../../support/content.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { removeImages } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { image, index } from '../../support/image-builder.ts'
import { pushImage, type PushedImage } from '../../support/image-registry.ts'
import { layer } from '../../support/layer.ts'
import { nodeImage } from '../../support/node-image.ts'
import { programFor } from '../../support/program-image.ts'
import { runProcess } from '../../support/run-process.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const platforms = ['linux/amd64', 'linux/arm64'] as const
const registry = openDistributionRegistry()
const repository = `${registry.address}/everyarch/own-${uniqueText().slice(0, 12)}`
let bases: readonly string[]
let small: PushedImage
afterAll(() => Promise.all([repository, small.repository].map((name) => removeImages(name))))

/** Stands for docker's own image: programs of each platform, which nothing calls here. */
async function clientImage() {
  const paths = ['/usr/local/bin/docker', '/usr/local/libexec/docker/cli-plugins/docker-buildx']
  const images = platforms.map(async (platform) => {
    const files = paths.map((path) => ({ path, bytes: programFor(platform, exitWith(0)), mode: 0o755 }))
    return image({ platform, layers: [await layer(files)] })
  })
  return index(await Promise.all(images))
}

beforeAll(async () => {
  const node = await pushImage(registry, await nodeImage(), 'node')
  const client = await pushImage(registry, await clientImage(), 'docker-cli')
  const replaced = { 'node:24-trixie-slim': node, 'docker:29-cli': client }
  bases = Object.entries(replaced).flatMap(([name, { repository: at, digest }]) => [
    '--build-context',
    `${name}=docker-image://${at}@${digest}`,
  ])
  small = await pushImage(registry, await serverImage('linux/amd64'), 'own-small')
})

it("builds the tool's own image for both platforms, and proves and publishes it", async () => {
  const wanted = ['--platform', platforms.join(), '--require', platforms.join(), '--expect', 'exit:0']
  const args = [
    'verify',
    '--build',
    root,
    ...bases,
    ...wanted,
    '--expect',
    'log:everyarch verify',
    '--tag',
    `${repository}:1`,
  ]
  const proven = await runEveryarch([...args, '--command=--help', '--publish', '--json'], { timeoutMs: 280_000 })
  expect(proven.exitCode, proven.stderr).toBe(0)
  const report = parseRunReport(parseStdout(proven))
  expect(report.platforms.map(({ platform, verdict }) => [platform, verdict])).toEqual([
    ['linux/amd64', 'passed'],
    ['linux/arm64', 'passed'],
  ])
  // Nothing of the build itself is emulated.
  const steps = report.builds?.flatMap((build) => build.steps) ?? []
  expect(steps.filter(({ execution }) => execution === 'emulated')).toEqual([])
  expect(report.publish?.state).toBe('published')
})

it('verifies an image from within a container, as the page on it says', async () => {
  const socket = process.env['DOCKER_HOST']?.replace(/^unix:\/\//, '') ?? '/var/run/docker.sock'
  const mounts = ['--volume', `${socket}:/var/run/docker.sock`]
  const command = [
    'run',
    '--rm',
    '--network',
    'host',
    ...mounts,
    `${repository}:1`,
    'verify',
    small.reference,
    '--http',
    '8080',
  ]
  const result = await runProcess('docker', [...command, '--json'], { timeoutMs: 120_000 })
  expect(result.exitCode, result.stderr).toBe(0)
  const report = parseRunReport(parseStdout(result))
  expect(report).toMatchObject({ verdict: 'passed', platforms: [{ platform: 'linux/amd64', health: { status: 200 } }] })
})
