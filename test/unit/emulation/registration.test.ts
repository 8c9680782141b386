import { describe, expect, test } from 'vitest'
import { type BinfmtHandler, matchHandler } from '../../../src/emulation/binfmt.ts'
import { writeRegistration } from '../../../src/emulation/registration.ts'
import { writeProbe } from '../../../src/elf/probe.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'

const platforms = ['amd64', '386', 'arm64', 'arm/v7', 'ppc64le', 's390x', 'riscv64', 'mips64le', 'mips64', 'loong64']
const start = (name: string): Uint8Array => writeProbe(parsePlatform(`linux/${name}`))

/** As the kernel reads it. */
function handlerOf(name: string): BinfmtHandler {
  const [, , type, offset, magic = '', mask = '', interpreter = '', flags = ''] = writeRegistration(
    parsePlatform(`linux/${name}`),
    '/qemu',
    'FP',
  ).split(':')
  expect([type, offset]).toEqual(['M', ''])
  const bytes = (text: string): Buffer => Buffer.from(text.replaceAll('\\x', ''), 'hex')
  return { name, enabled: true, interpreter, flags, offset: 0, magic: bytes(magic), mask: bytes(mask) }
}

describe('the handler of a platform', () => {
  test.each(platforms)('%s takes its own programs and no others', (name) => {
    const handler = handlerOf(name)
    expect(handler).toMatchObject({ interpreter: '/qemu', flags: 'FP' })
    expect(platforms.filter((other) => matchHandler([handler], start(other)) !== undefined)).toEqual([name])
  })

  test.each(platforms)('%s takes position-independent programs too', (name) => {
    const bytes = Uint8Array.from(start(name))
    bytes[bytes[5] === 1 ? 16 : 17] = 3
    expect(matchHandler([handlerOf(name)], bytes)).toBeDefined()
  })

  test('leaves alone an emulator of the same architecture whose padding says so', () => {
    const emulator = Uint8Array.from(start('amd64'))
    emulator[15] = 1
    expect(matchHandler([handlerOf('amd64')], emulator)).toBeUndefined()
  })
})
