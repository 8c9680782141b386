import { describe, expect, it } from 'vitest'
import { auditPackages } from '../../../src/audit/packages.ts'
import { readPackages } from '../../../src/audit/packages-database.ts'
import { readUserland } from '../../../src/audit/packages-userland.ts'
import { database, link, makeRoot, type FileDraft } from './root.ts'

function dpkgStanza(name: string, version: string, architecture = 'arm64', status = 'install ok installed'): string {
  return `Package: ${name}\nStatus: ${status}\nArchitecture: ${architecture}\nVersion: ${version}\nDescription: x\n more\n .\n`
}

function dpkg(...stanzas: readonly string[]): Readonly<Record<string, FileDraft>> {
  return { '/var/lib/dpkg/status': database(stanzas.join('\n')) }
}

function apk(
  packages: Readonly<Record<string, string>>,
  architecture = 'aarch64',
): Readonly<Record<string, FileDraft>> {
  const stanzas = Object.entries(packages).map(([name, version]) => {
    return `C:Q1abc=\nP:${name}\nV:${version}\nA:${architecture}\nF:usr/bin\nR:${name}\n`
  })
  return { '/lib/apk/db/installed': database(stanzas.join('\n')) }
}

function compare(...roots: readonly Readonly<Record<string, FileDraft>>[]) {
  const names = ['linux/amd64', 'linux/arm64', 'linux/arm/v7']
  return auditPackages(roots.map((files, index) => ({ name: names[index] ?? '', rootfs: makeRoot(files) })))
}

describe('the package databases of a root', () => {
  it('list what dpkg has installed', () => {
    const files = dpkg(
      dpkgStanza('libc6', '2.36-9+deb12u9+b1'),
      dpkgStanza('gone', '1', 'arm64', 'deinstall ok config-files'),
      dpkgStanza('tzdata', '2024a-0+deb12u1', 'all'),
    )
    expect(readPackages(makeRoot(files)).get('dpkg')).toStrictEqual([
      { name: 'libc6', version: '2.36-9+deb12u9', architecture: 'arm64' },
      { name: 'tzdata', version: '2024a-0+deb12u1' },
    ])
  })

  it('list what distroless images have', () => {
    const files = {
      '/var/lib/dpkg/status.d/libc6': database('Package: libc6\nVersion: 2.36-9\nArchitecture: arm64\n'),
      '/var/lib/dpkg/status.d/libc6.md5sums': database('d41d8cd98f00b204e9800998ecf8427e  lib/x\n'),
    }
    expect(readPackages(makeRoot(files)).get('dpkg')).toHaveLength(1)
  })

  it('list what apk has installed, wherever it keeps it', () => {
    const listed = [{ name: 'musl', version: '1.2.5-r0', architecture: 'aarch64' }]
    const moved = { '/usr/lib/apk/db/installed': database('P:musl\nV:1.2.5-r0\nA:aarch64\n'), '/lib': link('usr/lib') }
    expect(readPackages(makeRoot(apk({ musl: '1.2.5-r0' }))).get('apk')).toStrictEqual(listed)
    expect(readPackages(makeRoot(moved)).get('apk')).toStrictEqual(listed)
  })

  it.each(['', '\n\n\n', 'Package', ': :\n', 'Package: x\n', '\0\0\0', 'P:'.repeat(1000), ' \n'.repeat(5000)])(
    'list nothing where they hold %j',
    (content) => {
      const files = {
        '/var/lib/dpkg/status': database(content),
        '/lib/apk/db/installed': database(content),
        '/var/lib/rpm/rpmdb.sqlite': database(content),
      }
      expect(readPackages(makeRoot(files)).size).toBe(0)
    },
  )

  it.each([
    [
      dpkg(dpkgStanza('libc6', '1', 'armhf'), dpkgStanza('x', '1', 'i386'), dpkgStanza('y', '1', 'i386')),
      'armhf',
      'arm',
    ],
    [dpkg(dpkgStanza('base-files', '1', 'ppc64el')), 'ppc64el', 'ppc64le'],
    [apk({ musl: '1' }, 'x86'), 'x86', '386'],
    [apk({ musl: '1' }), 'aarch64', 'arm64'],
  ])('say what the root is made for', (files, name, architecture) => {
    expect(readUserland(makeRoot(files))).toStrictEqual({ name, architecture })
  })

  it('say nothing of a root without packages', () => {
    expect(readUserland(makeRoot({}))).toBeUndefined()
  })
})

describe('the packages of several platforms', () => {
  it('in the same versions are good, rebuilds and all', () => {
    const amd64 = dpkg(dpkgStanza('libc6', '2.36-9', 'amd64'), dpkgStanza('perl', '5.36.0-7+b1', 'amd64'))
    const arm64 = dpkg(dpkgStanza('libc6', '2.36-9'), dpkgStanza('perl', '5.36.0-7'), dpkgStanza('only-here', '1'))
    expect(compare(amd64, arm64)).toStrictEqual([])
  })

  it('in different versions are one warning', () => {
    const amd64 = dpkg(dpkgStanza('openssl', '3.0.11-1', 'amd64'), dpkgStanza('zlib1g', '1:1.2.13', 'amd64'))
    const arm64 = dpkg(dpkgStanza('openssl', '3.0.14-1'), dpkgStanza('zlib1g', '1:1.2.13'))
    const arm = dpkg(dpkgStanza('openssl', '3.0.11-1', 'armhf'))
    expect(compare(amd64, arm64, arm)).toMatchObject([
      {
        code: 'parity/packages',
        severity: 'warning',
        message:
          'a package differs in version between platforms: openssl 3.0.11-1 (linux/amd64, linux/arm/v7), 3.0.14-1 (linux/arm64)',
        evidence: {
          packages: {
            openssl: { 'linux/amd64': '3.0.11-1', 'linux/arm64': '3.0.14-1', 'linux/arm/v7': '3.0.11-1' },
          },
          packageCount: 1,
        },
      },
    ])
  })

  it('that all differ are named in part', () => {
    const versions = (version: string) =>
      apk(Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`package${at}`, version])))
    const [finding, ...others] = compare(versions('1-r0'), versions('2-r0'))
    expect(others).toStrictEqual([])
    expect(finding?.message).toMatch(/^150 packages differ in version .* and 145 more$/)
    expect(Object.keys(finding?.evidence['packages'] ?? {})).toHaveLength(100)
  })

  it('of different distributions are not compared', () => {
    expect(compare(dpkg(dpkgStanza('openssl', '3.0.11-1', 'amd64')), apk({ openssl: '3.1.0-r0' }))).toStrictEqual([])
  })

  it('are not compared where one platform has none, or there is one only', () => {
    expect(compare(dpkg(dpkgStanza('a', '1')), {})).toStrictEqual([])
    expect(compare(dpkg(dpkgStanza('a', '1')))).toStrictEqual([])
  })
})
