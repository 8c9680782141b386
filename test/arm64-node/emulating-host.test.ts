import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerHttp } from '../../src/elf/http-program.ts'
import { loadNull } from '../../src/elf/programs.ts'
import { writeRegistration } from '../../src/emulation/registration.ts'
import { pushPrograms } from '../support/acceptance/crashes.ts'
import { pushPair } from '../support/acceptance/pair.ts'
import { busyboxImage, serverImage } from '../support/busybox-image.ts'
import { openDistributionRegistry } from '../support/distribution-registry.ts'
import { parseStdout } from '../support/everyarch.ts'
import { pushImage } from '../support/image-registry.ts'
import { runProcess } from '../support/run-process.ts'
import { amd64Emulators, type Amd64Emulators } from './amd64-emulators.ts'
import { nodeEngine, runPatiently } from './node-engine.ts'

const env = { DOCKER_HOST: nodeEngine }
const registry = openDistributionRegistry()
const folder = '/proc/sys/fs/binfmt_misc'
const handler = 'qemu-x86_64'
let emulators: Amd64Emulators
let installer = ''

/** Runs a line of shell on the machine, with its kernel's handlers at hand. */
async function onNode(line: string): Promise<void> {
  const words = ['run', '--rm', '--privileged', installer, '/bin/busybox', 'sh', '-euc']
  const mount = `/bin/busybox mount -t binfmt_misc binfmt_misc ${folder}`
  const { exitCode, stderr } = await runProcess('docker', [...words, `${mount}; ${line}`], { env, timeoutMs: 400_000 })
  if (exitCode !== 0) throw new Error(stderr)
}

beforeAll(async () => {
  emulators = await amd64Emulators()
  const registration = writeRegistration({ os: 'linux', architecture: 'amd64' }, `/${handler}`, 'F', handler)
  const files = [
    { path: `/${handler}`, bytes: await readFile(emulators.older), mode: 0o755 },
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

  it('asks a second emulator why amd64 died', async () => {
    const healthy = answerHttp({ port: 8080, body: 'hello\n' })
    const { reference } = await pushPrograms(registry, 'segfault-emulated', loadNull(), healthy)
    const flags = ['--http', '8080', '--json', '--remove-images', '--emulator', emulators.newer]
    const result = await runPatiently(['verify', reference, '--platform', 'linux/amd64', ...flags], env)
    expect(result.exitCode, result.stderr).toBe(4)
    const says = expect.stringMatching(/^under qemu-x86_64 1\d\.\S+ it is ended by SIGSEGV too$/)
    const step = expect.objectContaining({ step: 'second-emulator', result: 'same', says })
    const blame = expect.arrayContaining([step])
    const crash = { code: 'run/crash', severity: 'inconclusive', evidence: expect.objectContaining({ blame }) }
    expect(parseStdout(result)).toMatchObject({
      platforms: expect.arrayContaining([
        expect.objectContaining({
          platform: 'linux/amd64',
          verdict: 'inconclusive',
          findings: [expect.objectContaining(crash)],
        }),
      ]),
    })
  })
})
