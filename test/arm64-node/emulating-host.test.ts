import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeRegistration } from '../../src/emulation/registration.ts'
import { pushPair } from '../support/acceptance/pair.ts'
import { busyboxImage, serverImage } from '../support/busybox-image.ts'
import { openDistributionRegistry } from '../support/distribution-registry.ts'
import { parseStdout } from '../support/everyarch.ts'
import { pushImage } from '../support/image-registry.ts'
import { runProcess } from '../support/run-process.ts'
import { amd64Emulator } from './amd64-emulator.ts'
import { nodeEngine, runPatiently } from './node-engine.ts'

const env = { DOCKER_HOST: nodeEngine }
const registry = openDistributionRegistry()
const folder = '/proc/sys/fs/binfmt_misc'
const handler = 'qemu-x86_64'
let installer = ''

/** Runs a line of shell on the machine, with its kernel's handlers at hand. */
async function onNode(line: string): Promise<void> {
  const words = ['run', '--rm', '--privileged', installer, '/bin/busybox', 'sh', '-euc']
  const mount = `/bin/busybox mount -t binfmt_misc binfmt_misc ${folder}`
  const { exitCode, stderr } = await runProcess('docker', [...words, `${mount}; ${line}`], { env, timeoutMs: 400_000 })
  if (exitCode !== 0) throw new Error(stderr)
}

beforeAll(async () => {
  const registration = writeRegistration({ os: 'linux', architecture: 'amd64' }, `/${handler}`, 'F', handler)
  const files = [
    { path: `/${handler}`, bytes: await readFile(await amd64Emulator()), mode: 0o755 },
    { path: '/registration', text: registration },
  ]
  const pushed = await pushImage(registry, await busyboxImage('linux/arm64', { files }), 'amd64-handler')
  installer = pushed.reference
  await onNode(`/bin/busybox cat /registration >${folder}/register`)
})
afterAll(() => onNode(`echo -1 >${folder}/${handler}`))

describe('an arm64 machine with an emulator of amd64', () => {
  it('runs amd64 emulated, and arm64 natively', async () => {
    const { reference } = await pushPair(registry, 'emulating-host', serverImage)
    const result = await runPatiently(['verify', reference, '--http', '8080', '--json', '--remove-images'], env)
    expect(result.exitCode, result.stderr).toBe(0)
    const emulator = { name: handler, version: expect.stringMatching(/^7\./) }
    expect(parseStdout(result)).toMatchObject({
      verdict: 'passed',
      platforms: [
        { platform: 'linux/amd64', execution: { kind: 'emulated', emulator }, uname: 'x86_64' },
        { platform: 'linux/arm64', execution: { kind: 'native' }, uname: 'aarch64' },
      ],
    })
  })
})
