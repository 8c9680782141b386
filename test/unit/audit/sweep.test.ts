import { describe, expect, it } from 'vitest'
import { audit, summary, type ImageDraft } from './audit-root.ts'
import { database, library, link, program, type FileDraft } from './root.ts'

const native = { '/bin/busybox': program('arm64') }

function sweep(files: Readonly<Record<string, FileDraft>>, image: Partial<ImageDraft> = {}) {
  return audit({ ...image, files: { ...native, ...files } })
}

describe('foreign machine code', () => {
  it.each<readonly [string, Readonly<Record<string, FileDraft>>]>([
    ['a program on the PATH', { '/usr/local/bin/helper': program('amd64') }],
    ['a program anywhere', { '/opt/app/helper': program('amd64') }],
    ['a library where the loader looks', { '/usr/lib/libx.so.1': library('amd64') }],
    ['a library where musl looks', { '/usr/local/lib/libx.so.1': library('amd64') }],
    [
      'a library where ld.so.conf says',
      {
        '/etc/ld.so.conf': database('include /etc/ld.so.conf.d/*.conf\n'),
        '/etc/ld.so.conf.d/app.conf': database('# ours\n/opt/app/lib\n'),
        '/opt/app/lib/libx.so.1': library('amd64'),
      },
    ],
    [
      'a library of the distribution, under its own triplet',
      { '/usr/lib/aarch64-linux-gnu/libx.so.1': library('amd64') },
    ],
    [
      'an extension of Python',
      { '/usr/lib/python3/dist-packages/x/_x.cpython-311-x86_64-linux-gnu.so': library('amd64') },
    ],
    ['an addon of Node.js', { '/app/node_modules/bcrypt/lib/binding/bcrypt.node': library('amd64') }],
    [
      'an addon that was built in its place',
      { '/app/node_modules/sharp/build/Release/sharp-linux-x64.node': library('amd64') },
    ],
    ['a program of a machine nobody has', { '/opt/helper': program('unknown') }],
    ['a program of the other byte order', { '/opt/helper': program('s390x') }],
    ['a library through a symlinked directory', { '/lib': link('usr/lib'), '/usr/lib/libx.so': library('amd64') }],
  ])('is an error: %s', (_, files) => {
    expect(summary(sweep(files))).toStrictEqual(['rootfs/foreign-binary error'])
  })

  it.each<readonly [string, Readonly<Record<string, FileDraft>>]>([
    ['a library nobody looks for', { '/opt/data/libx.so': library('amd64') }],
    [
      'a package of another platform without its own beside it',
      { '/app/node_modules/@img/sharp-linux-x64/lib/sharp.node': library('amd64', {}, { mode: 0o755 }) },
    ],
    [
      'a library that is named for its architecture',
      { '/opt/data/libx-linux-amd64.so': library('amd64', {}, { mode: 0o755 }) },
    ],
    [
      'a program the image brings an emulator for',
      { '/usr/bin/qemu-x86_64': program('arm64'), '/opt/game': program('amd64') },
    ],
    ['a program in a directory named for its architecture', { '/app/tool-linux-amd64/bin/tool': program('amd64') }],
    [
      'an addon for macOS',
      {
        '/app/node_modules/x/build/Release/x.node': { mode: 0o644, content: { kind: 'macho', architecture: 'arm64' } },
      },
    ],
    ['a program for Windows on the PATH', { '/usr/local/bin/x': { content: { kind: 'pe', architecture: 'amd64' } } }],
  ])('is a warning: %s', (_, files) => {
    expect(summary(sweep(files))).toStrictEqual(['rootfs/foreign-binary warning'])
  })

  it('of a smaller mode of the same CPUs is worth knowing, in one finding', () => {
    const files = Object.fromEntries(['/usr/bin/a', '/usr/lib/b.so', '/opt/c'].map((path) => [path, program('arm')]))
    const findings = sweep(files)
    expect(summary(findings)).toStrictEqual(['rootfs/foreign-binary info'])
    expect(findings[0]?.evidence).toMatchObject({ count: 3, architectures: { arm: 3 } })
  })

  it.each<readonly [string, Readonly<Record<string, FileDraft>>]>([
    ['an object file', { '/usr/lib/crt1.o': program('amd64', { type: 'relocatable' }) }],
    ['a core dump', { '/core': program('amd64', { type: 'core' }) }],
    ['code for a graphics card', { '/opt/k.cubin': program('unknown', { machine: 190 }) }],
    ['code for a microcontroller', { '/opt/app/fw': program('arm', { arm: { cpuArch: 'v7E-M' } }) }],
    ['firmware', { '/lib/firmware/x.elf': program('unknown') }],
    ['firmware of a virtual machine', { '/usr/share/qemu/openbios-ppc': program('ppc64le') }],
    ['a boot loader', { '/usr/lib/grub/i386-pc/kernel.exec': program('386') }],
    ['debugging symbols', { '/usr/lib/debug/.build-id/aa/bb.debug': program('amd64') }],
    ['a cross compiler', { '/usr/x86_64-linux-gnu/lib/libc.so.6': library('amd64', {}, { mode: 0o755 }) }],
    [
      'a second architecture of the distribution',
      { '/usr/lib/x86_64-linux-gnu/libc.so.6': library('amd64', {}, { mode: 0o755 }) },
    ],
    [
      'a compiler for a machine without a platform',
      { '/usr/hppa-linux-gnu/lib/libc.so.6': library('unknown', { machine: 15 }) },
    ],
    ['a sysroot', { '/opt/sdk/sysroot/usr/bin/ldd': program('amd64') }],
    ['an emulator of the build host', { '/usr/bin/qemu-aarch64-static': program('amd64') }],
    ['Wine', { '/usr/lib/wine/x86_64-unix/wine': program('amd64') }],
    ['test data', { '/go/src/debug/elf/testdata/gcc-amd64': program('amd64') }],
    ['a prebuild of another platform', { '/app/node_modules/x/prebuilds/linux-x64/x.node': library('amd64') }],
    ['runtimes of .NET', { '/app/runtimes/linux-x64/native/libx.so': library('amd64', {}, { mode: 0o755 }) }],
    [
      'the tools of a debugger',
      {
        '/usr/lib/python3/site-packages/debugpy/_vendored/pydevd/pydevd_attach_to_process/attach_linux_amd64.so':
          library('amd64', {}, { mode: 0o755 }),
      },
    ],
    [
      'a package beside that of the platform',
      {
        '/app/node_modules/@img/sharp-linuxmusl-x64/sharp.node': library('amd64', {}, { mode: 0o755 }),
        '/app/node_modules/@img/sharp-linux-arm64/sharp.node': library('arm64', {}, { mode: 0o755 }),
      },
    ],
    [
      'programs that come for several platforms',
      { '/opt/bin/tool-amd64': program('amd64'), '/opt/bin/tool-arm64': program('arm64') },
    ],
    [
      'directories for several platforms',
      { '/dist/linux_amd64/app': program('amd64'), '/dist/linux_s390x/app': program('s390x') },
    ],
    ['.NET code for Windows', { '/app/x.dll': { content: { kind: 'pe', architecture: 'amd64' } } }],
    ['a program for macOS that nobody starts', { '/opt/x': { content: { kind: 'macho', architecture: 'amd64' } } }],
    [
      'an addon that is for macOS only',
      { '/app/node_modules/fsevents/fsevents.node': { content: { kind: 'macho', architecture: 'universal' } } },
    ],
  ])('is data: %s', (_, files) => {
    expect(sweep(files)).toStrictEqual([])
  })

  it('is an error where the PATH leads, whatever the directory is called', () => {
    const files = { '/opt/tools/linux-amd64/tool': program('amd64') }
    const config = { Env: ['PATH=/bin:/opt/tools/linux-amd64'] }
    expect(summary(sweep(files, { config }))).toContain('rootfs/foreign-binary error')
    expect(summary(sweep(files))).toStrictEqual(['rootfs/foreign-binary warning'])
  })

  it('is let be where the user says so', () => {
    const files = { '/opt/cross/bin/cc': program('amd64'), '/opt/cross/lib/x.so': library('amd64') }
    expect(sweep(files, { allow: ['/opt/cross/**'] })).toStrictEqual([])
    expect(summary(sweep(files, { allow: ['/opt/cross/bin/*'] }))).toStrictEqual(['rootfs/foreign-binary warning'])
  })

  it('is told by package', () => {
    const at = '/app/node_modules/bcrypt'
    const findings = sweep({
      [`${at}/build/Release/a.node`]: library('amd64'),
      [`${at}/lib/b.node`]: library('amd64'),
      '/usr/local/bin/helper': program('amd64'),
    })
    expect(findings.map(({ message }) => message)).toStrictEqual([
      `2 files in ${at} are for amd64, the platform is linux/arm64: ${at}/build/Release/a.node, ${at}/lib/b.node`,
      '/usr/local/bin/helper is for amd64, the platform is linux/arm64',
    ])
  })

  it('in hundreds of directories is told in a few findings', () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`/opt/app/part${index}/bin/tool`, program('amd64')]),
    )
    const findings = sweep(files)
    expect(findings).toHaveLength(1)
    expect(findings[0]?.message).toMatch(/^300 files in \/opt\/app are for amd64, .* and 295 more$/)
    expect(findings[0]?.evidence).toMatchObject({ count: 300, architectures: { amd64: 300 } })
  })

  it('has no control characters of a path in its message', () => {
    const [finding] = sweep({ '/opt/\u001b[2J\n': program('amd64') })
    expect(finding?.message).not.toMatch(/\p{Cc}/u)
  })
})

describe('a foreign root', () => {
  it('is one finding', () => {
    const files = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`/usr/bin/tool${index}`, program('amd64')]),
    )
    const findings = audit({ config: { Cmd: ['tool7'] }, files })
    expect(summary(findings)).toStrictEqual(['rootfs/foreign-rootfs error'])
    expect(findings[0]?.evidence).toMatchObject({ count: 200, architectures: { amd64: 200 } })
    expect(findings[0]?.hint).toMatch(/FROM --platform/)
  })

  it('may be a single program', () => {
    const findings = audit({ config: { Cmd: ['/linux-amd64/app'] }, files: { '/linux-amd64/app': program('amd64') } })
    expect(findings.map(({ message }) => message)).toStrictEqual([
      '/linux-amd64/app, the only machine code, is for amd64, the platform is linux/arm64',
    ])
  })

  it.each([
    ['linux/amd64', '386'],
    ['linux/arm64', 'arm'],
    ['linux/386', 'amd64'],
    ['linux/arm/v7', 'arm64'],
  ])('on %s is one of %s too', (platform, architecture) => {
    const files = { '/app': program(architecture), '/lib/x.so': library(architecture) }
    expect(summary(audit({ platform, files }))).toStrictEqual(['rootfs/foreign-rootfs error'])
  })

  it('stays one beside data for the platform', () => {
    const files = {
      '/usr/bin/node': program('amd64'),
      '/app/node_modules/x/prebuilds/linux-arm64/x.node': library('arm64'),
      '/app/node_modules/x/prebuilds/linux-x64/x.node': library('amd64'),
      '/usr/lib/aarch64-linux-gnu/crt1.o': program('arm64', { type: 'relocatable' }),
    }
    expect(summary(audit({ files }))).toStrictEqual(['rootfs/foreign-rootfs error'])
  })

  it('is told beside what else is wrong with the entrypoint', () => {
    const files = { '/bin/sh': program('amd64'), '/usr/bin/ls': program('amd64') }
    expect(summary(audit({ config: { Cmd: ['/missing'] }, files }))).toStrictEqual([
      'rootfs/foreign-rootfs error',
      'rootfs/entrypoint-missing error',
    ])
  })

  it('is none where there is only data, or nothing', () => {
    expect(
      audit({ files: { '/boot/kernel': program('amd64'), '/x.o': program('amd64', { type: 'relocatable' }) } }),
    ).toStrictEqual([])
    expect(audit({ files: {} })).toStrictEqual([])
  })

  it('is not looked for where the platform is none that machine code has', () => {
    expect(audit({ platform: 'wasip1/wasm', files: { '/app': program('amd64') } })).toStrictEqual([])
    expect(audit({ platform: 'windows/amd64', files: { '/app': program('arm64') } })).toStrictEqual([])
  })
})
