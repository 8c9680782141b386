import { afterEach, describe, expect, it } from 'vitest'
import { formatPlatform } from '../../../src/oci/platform.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { docker, removeImages } from '../../support/engine.ts'
import { predictPick, pushPlatforms } from '../../support/resolve-image.ts'
import { runProcess } from '../../support/run-process.ts'

const registry = openDistributionRegistry()
const pushed: string[] = []

afterEach(async () => {
  for (const repository of pushed.splice(0)) await removeImages(repository)
})

/** The platform of what the engine pulls; none when it finds nothing. */
async function pullPlatform(reference: string, host: string): Promise<string | undefined> {
  const { exitCode, stderr } = await runProcess('docker', ['pull', '--quiet', '--platform', host, reference])
  if (exitCode !== 0) {
    expect(stderr).toContain('no matching manifest')
    return undefined
  }
  const format = '{{.Os}} {{.Architecture}} {{.Variant}}'
  const { stdout } = await docker('image', 'inspect', '--format', format, reference)
  const [os = '', architecture = '', variant = ''] = stdout.trim().split(' ')
  return formatPlatform({ os, architecture, ...(variant === '' ? {} : { variant }) })
}

/** True when the engine will not make a container of what it has for that platform. */
async function isRefused(reference: string, host: string): Promise<boolean> {
  const { exitCode, stdout, stderr } = await runProcess('docker', [
    'create',
    '--pull=never',
    '--platform',
    host,
    reference,
  ])
  if (exitCode === 0) {
    await docker('rm', stdout.trim())
    return false
  }
  expect(stderr).toContain('does not provide the specified platform')
  return true
}

describe('docker with the containerd image store takes what is foretold', () => {
  it.each([
    [['linux/arm/v5', 'linux/arm/v6', 'linux/arm/v7'], 'linux/arm/v7'],
    [['linux/arm/v6', 'linux/amd64'], 'linux/arm/v7'],
    [['linux/arm/v7', 'linux/amd64'], 'linux/arm64'],
    [['linux/arm/v7', 'linux/amd64'], 'linux/arm/v6'],
    [['linux/386'], 'linux/amd64'],
    [['linux/amd64', 'linux/amd64/v3'], 'linux/amd64/v3'],
    [['linux/amd64/v2', 'linux/amd64'], 'linux/amd64'],
    [['-:linux/amd64', 'linux/386'], 'linux/amd64'],
    [['-:linux/arm64', '-:linux/amd64'], 'linux/amd64'],
  ])('of %j on %s', async (platforms, host) => {
    const { reference, repository } = await pushPlatforms(registry, platforms)
    pushed.push(repository)
    const pick = await predictPick(reference, 'docker', host)
    const pulled = await pullPlatform(reference, host)
    expect(pulled).toBe('none' in pick ? undefined : pick.platform)
    if ('none' in pick) return
    expect(await isRefused(reference, host)).toBe(pick.refused === true)
  })
})
