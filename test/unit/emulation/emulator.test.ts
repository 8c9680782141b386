import { describe, expect, it } from 'vitest'
import { parseQemuVersion, qemuNameOf, readInterpreter } from '../../../src/emulation/emulator.ts'

describe("QEMU's version", () => {
  it.each([
    ['qemu-aarch64 version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u15)', 'qemu-aarch64', '7.2.22'],
    ['qemu-mips64el version 11.1.0', 'qemu-mips64el', '11.1.0'],
    ['qemu-x86_64 version 9.2.2', 'qemu-x86_64', '9.2.2'],
    ['qemu-arm version 10.0.0-rc1 (v10.0.0-rc1)', 'qemu-arm', '10.0.0-rc1'],
  ])('is read from "%s"', (line, name, version) => {
    expect(parseQemuVersion(line)).toStrictEqual({ name, version })
  })

  it.each([
    'probe aarch64',
    'Copyright (c) 2003-2022 Fabrice Bellard and the QEMU Project developers',
    'my application is like qemu-arm version 7',
    'qemu: uncaught target signal 11 (Segmentation fault) - core dumped',
    '',
  ])('is not in "%s"', (line) => {
    expect(parseQemuVersion(line)).toBeUndefined()
  })
})

describe('the interpreter of a handler', () => {
  it.each([
    ['/usr/bin/qemu-aarch64', 'qemu-aarch64', 'arm64'],
    ['/usr/bin/qemu-arm-static', 'qemu-arm', 'arm'],
    ['/usr/libexec/qemu-binfmt/mips64el-binfmt-P', 'qemu-mips64el', 'mips64le'],
    ['/opt/emulators/usr/libexec/qemu-binfmt/s390x-binfmt-P', 'qemu-s390x', 's390x'],
    ['/usr/bin/buildkit-qemu-riscv64', 'qemu-riscv64', 'riscv64'],
    ['/usr/bin/qemu-armhf', 'qemu-armhf', 'arm'],
    ['/usr/bin/qemu-ppc64el', 'qemu-ppc64el', 'ppc64le'],
    ['/usr/bin/qemu-arm64', 'qemu-arm64', 'arm64'],
    ['/usr/bin/qemu-loongarch64', 'qemu-loongarch64', 'loong64'],
    ['/run/rosetta/rosetta', 'rosetta', 'amd64'],
    ['/mnt/lima-rosetta/rosetta', 'rosetta', 'amd64'],
    ['/usr/bin/FEXInterpreter', 'fex', 'amd64'],
    ['/usr/local/bin/box64', 'box64', 'amd64'],
  ])('%s is %s, for %s', (path, name, architecture) => {
    const interpreter = readInterpreter(path)
    expect(interpreter?.name).toBe(name)
    expect(interpreter?.architectures).toContain(architecture)
  })

  it.each([
    'qemu-aarch64',
    './rosetta',
    '/usr/bin/python3',
    '/usr/bin/qemu-img/run',
    '/constructor',
    '/usr/bin/qemu-',
    '',
  ])('is not "%s"', (path) => {
    expect(readInterpreter(path)).toBeUndefined()
  })

  it.each([
    ['mips64le', 'qemu-mips64el'],
    ['arm', 'qemu-arm'],
    ['amd64', 'qemu-x86_64'],
    ['s390x', 'qemu-s390x'],
  ])('for %s is called %s', (architecture, name) => {
    expect(qemuNameOf(architecture)).toBe(name)
  })
})
