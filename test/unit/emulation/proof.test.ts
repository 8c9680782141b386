import { describe, expect, it } from 'vitest'
import { type BinfmtHandler, parseBinfmtHandler } from '../../../src/emulation/binfmt.ts'
import { type ProcessQuestion, proveFromProcesses } from '../../../src/emulation/proof.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'
import { handlerText, type HandlerFields, type QemuCpu } from './binfmt-folder.ts'

function handler(cpu: QemuCpu, fields?: HandlerFields): BinfmtHandler {
  const parsed = parseBinfmtHandler(`qemu-${cpu}`, handlerText(cpu, fields))
  if (parsed === undefined) throw new Error(`the kernel would not show this: ${handlerText(cpu, fields)}`)
  return parsed
}

function question(platform: string, host: string, more: Partial<ProcessQuestion> = {}): ProcessQuestion {
  return { platform: parsePlatform(platform), hostArchitecture: host, ...more }
}

const debianQemu = '/usr/libexec/qemu-binfmt/aarch64-binfmt-P'

describe("a container's processes", () => {
  it.each([
    ['linux/arm64', 'amd64', `${debianQemu} /usr/bin/python3 python3 app.py`, 'qemu-aarch64'],
    ['linux/arm64', 'amd64', '/usr/bin/qemu-aarch64 /usr/local/bin/node server.js', 'qemu-aarch64'],
    ['linux/arm/v7', 'amd64', '/usr/bin/qemu-arm-static /app', 'qemu-arm'],
    ['linux/amd64', 'arm64', '/run/rosetta/rosetta /usr/sbin/nginx nginx -g daemon off;', 'rosetta'],
    ['linux/386', 'amd64', '/usr/bin/qemu-i386 /app', 'qemu-i386'],
  ])('of %s on %s are emulated when they begin with "%s"', (platform, host, line, emulator) => {
    expect(proveFromProcesses([line], question(platform, host))).toMatchObject({
      kind: 'emulated',
      emulator,
      native: [],
    })
  })

  it('say which interpreter stands in front of which program', () => {
    const proof = proveFromProcesses([`${debianQemu} /app app`], question('linux/arm64', 'amd64'))
    const sentence = `the engine's process list shows "${debianQemu}" in front of "/app"`
    expect(proof).toMatchObject({ sentence })
  })

  it('are native when nothing stands in front of them', () => {
    const proof = proveFromProcesses(['nginx: master process nginx -g daemon off;'], question('linux/amd64', 'amd64'))
    expect(proof.kind).toBe('native')
  })

  it.each([
    ['linux/amd64', 'amd64', '/usr/bin/qemu-aarch64 /guest/app'],
    ['linux/amd64', 'amd64', 'vm-runner /usr/bin/qemu-x86_64 disk'],
    ['linux/386', 'amd64', '/usr/bin/qemu-x86_64 /app'],
    ['linux/arm/v7', 'arm64', '/usr/bin/qemu-s390x /guest'],
  ])('of %s on %s are native when the application is an emulator itself: "%s"', (platform, host, line) => {
    expect(proveFromProcesses([line], question(platform, host)).kind).toBe('native')
  })

  it('of a foreign platform are native when no emulator is in front, and detection found one that would be', () => {
    const foreign = question('linux/arm64', 'amd64', { emulator: 'qemu-aarch64' })
    expect(proveFromProcesses(['/app'], foreign).kind).toBe('native')
    expect(proveFromProcesses(['/app -listen :80'], foreign).kind).toBe('native')
    expect(proveFromProcesses(['busybox httpd'], foreign).kind).toBe('native')
  })

  it('prove nothing where a program with a path as its argument may be an emulator by another name', () => {
    const foreign = question('linux/arm64', 'amd64', { emulator: 'qemu-aarch64' })
    expect(proveFromProcesses(['/bin/sh /entrypoint.sh'], foreign).kind).toBe('unknown')
    expect(proveFromProcesses(['/opt/run-arm64 /app'], foreign).kind).toBe('unknown')
  })

  it('prove nothing of a foreign platform under an emulator that may hide itself', () => {
    const hidden = { emulator: 'box64' }
    expect(proveFromProcesses(['/app'], question('linux/amd64', 'arm64', hidden)).kind).toBe('unknown')
    expect(proveFromProcesses(['/app'], question('linux/amd64', 'arm64')).kind).toBe('unknown')
  })

  it.each([[[]], [['[app] <defunct>']], [['']], [['/sbin/docker-init -- /app', 'runc init', 'runc:[2:INIT]']]])(
    'prove nothing when there are none of the image: %j',
    (processes) => {
      expect(proveFromProcesses(processes, question('linux/arm64', 'amd64')).kind).toBe('unknown')
    },
  )

  it('are emulated when an init of the engine runs beside them', () => {
    const processes = ['/sbin/docker-init -- /app', `${debianQemu} /app /app`]
    expect(proveFromProcesses(processes, question('linux/arm64', 'amd64', { emulator: 'qemu-aarch64' }))).toMatchObject(
      {
        kind: 'emulated',
        native: [],
      },
    )
  })

  it('name those that run natively beside emulated ones', () => {
    const processes = [`${debianQemu} /bin/sh sh -c /helper`, '/helper --serve']
    const proof = proveFromProcesses(processes, question('linux/arm64', 'amd64', { emulator: 'qemu-aarch64' }))
    expect(proof).toMatchObject({ kind: 'emulated', native: ['/helper --serve'] })
  })

  it('show no control characters of the application in the sentence', () => {
    const proof = proveFromProcesses(['app\u001B[31m'], question('linux/amd64', 'amd64'))
    expect(proof).toMatchObject({ kind: 'native', sentence: expect.not.stringContaining('\u001B') })
  })
})

describe("a container's processes, where the kernel's handlers can be read", () => {
  const handlers = [handler('aarch64'), handler('arm')]

  it('are emulated by an interpreter of any name', () => {
    const odd = [handler('aarch64', { interpreter: '/opt/run-arm64' })]
    const proof = proveFromProcesses(['/opt/run-arm64 /app'], question('linux/arm64', 'amd64', { handlers: odd }))
    expect(proof).toMatchObject({ kind: 'emulated', emulator: 'run-arm64' })
  })

  it('of a foreign platform are native when the first word is not the interpreter', () => {
    const exact = question('linux/arm64', 'amd64', { handlers })
    expect(proveFromProcesses(['/bin/sh /entrypoint.sh'], exact).kind).toBe('native')
  })

  it("prove nothing when another emulator of the platform is in front: the application's, or one registered before", () => {
    const exact = question('linux/arm64', 'amd64', { handlers })
    expect(proveFromProcesses(['/usr/bin/qemu-aarch64-static /app'], exact).kind).toBe('unknown')
  })

  it('are native when the host needs no handler for them and has none', () => {
    const exact = question('linux/386', 'amd64', { handlers })
    expect(proveFromProcesses(['/usr/bin/qemu-i386 /guest'], exact).kind).toBe('native')
  })

  it('do not count a handler that is disabled', () => {
    const disabled = [handler('aarch64', { state: 'disabled' })]
    const exact = question('linux/arm64', 'amd64', { handlers: disabled })
    expect(proveFromProcesses(['/bin/sh /entrypoint.sh'], exact).kind).toBe('unknown')
  })
})
