import { describe, expect, it } from 'vitest'
import { walkEntrypoint } from '../../../src/audit/entrypoint.ts'
import { readVariables } from '../../../src/audit/entrypoint-environment.ts'
import { readLoaderDirectories } from '../../../src/audit/loader-directories.ts'
import { walkLibraries, type LibraryWalk } from '../../../src/audit/loader-walk.ts'
import { parseImageConfig } from '../../../src/oci/image-config.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'
import { audit, summary } from './audit-root.ts'
import { database, library, link, makeRoot, program, type FileDraft } from './root.ts'

const glibc = '/lib/ld-linux-aarch64.so.1'
const musl = '/lib/ld-musl-aarch64.so.1'

interface Draft {
  readonly loader?: string
  readonly env?: readonly string[]
  readonly rpath?: readonly string[]
  readonly runpath?: readonly string[]
  readonly needed?: readonly string[]
  readonly files?: Readonly<Record<string, FileDraft>>
}

function imageOf({ loader = glibc, env = [], rpath = [], runpath = [], needed = ['libx.so.1'], files = {} }: Draft) {
  return {
    config: { Entrypoint: ['/opt/app/bin/app'], Env: env },
    files: {
      [loader]: library('arm64', {}, { mode: 0o755 }),
      '/opt/app/bin/app': program('arm64', { interpreter: loader, needed, rpath, runpath }),
      ...files,
    },
  }
}

function walk(draft: Draft): LibraryWalk {
  const { config, files } = imageOf(draft)
  const rootfs = makeRoot(files)
  const platform = parsePlatform('linux/arm64')
  const { config: container } = parseImageConfig({ config })
  const [started] = walkEntrypoint(rootfs, container, platform)?.programs ?? []
  if (started === undefined) throw new Error('it has no program')
  const directories = readLoaderDirectories(rootfs, platform)
  const variables = readVariables(container)
  return walkLibraries({ rootfs, platform, program: started, directories, variables, workingDir: '/' })
}

function loadedPaths(draft: Draft): readonly string[] {
  return walk(draft).loaded.map(({ entry }) => entry.path)
}

const own = library('arm64')
const foreign = library('amd64')

describe('the libraries a loader finds', () => {
  it.each<readonly [string, Draft, string]>([
    [
      'in the directory of the distribution',
      { files: { '/usr/lib/aarch64-linux-gnu/libx.so.1': own } },
      '/usr/lib/aarch64-linux-gnu/libx.so.1',
    ],
    ['in the usual directories', { files: { '/usr/lib64/libx.so.1': own } }, '/usr/lib64/libx.so.1'],
    [
      'by a symlink',
      { files: { '/usr/lib/libx.so.1': link('libx.so.1.2'), '/usr/lib/libx.so.1.2': own } },
      '/usr/lib/libx.so.1.2',
    ],
    [
      'beside the program',
      { runpath: ['$ORIGIN/../lib'], files: { '/opt/app/lib/libx.so.1': own } },
      '/opt/app/lib/libx.so.1',
    ],
    ['by RPATH', { rpath: ['/no', '${ORIGIN}'], files: { '/opt/app/bin/libx.so.1': own } }, '/opt/app/bin/libx.so.1'],
    [
      'in a directory of the machine',
      { runpath: ['/opt/$LIB'], files: { '/opt/lib64/libx.so.1': own } },
      '/opt/lib64/libx.so.1',
    ],
    [
      'by the environment',
      { env: ['LD_LIBRARY_PATH=/a::/opt/b'], files: { '/opt/b/libx.so.1': own, '/usr/lib/libx.so.1': own } },
      '/opt/b/libx.so.1',
    ],
    [
      'by RPATH before the environment',
      { rpath: ['/r'], env: ['LD_LIBRARY_PATH=/e'], files: { '/r/libx.so.1': own, '/e/libx.so.1': own } },
      '/r/libx.so.1',
    ],
    [
      'by the environment before RUNPATH',
      { runpath: ['/r'], env: ['LD_LIBRARY_PATH=/e'], files: { '/r/libx.so.1': own, '/e/libx.so.1': own } },
      '/e/libx.so.1',
    ],
    [
      'by settings',
      { files: { '/etc/ld.so.conf': database('/opt/c # ours\n'), '/opt/c/libx.so.1': own } },
      '/opt/c/libx.so.1',
    ],
    [
      'by settings that are included',
      {
        files: {
          '/etc/ld.so.conf': database('include ld.so.conf.d/*.conf'),
          '/etc/ld.so.conf.d/x.conf': database('/opt/c:/opt/d'),
          '/opt/d/libx.so.1': own,
        },
      },
      '/opt/d/libx.so.1',
    ],
    ['by a path', { needed: ['/srv/libx.so.1'], files: { '/srv/libx.so.1': own } }, '/srv/libx.so.1'],
    [
      'behind one of another architecture',
      { env: ['LD_LIBRARY_PATH=/e'], files: { '/e/libx.so.1': foreign, '/usr/lib/libx.so.1': own } },
      '/usr/lib/libx.so.1',
    ],
    ['of musl', { loader: musl, files: { '/usr/local/lib/libx.so.1': own } }, '/usr/local/lib/libx.so.1'],
    [
      'of musl, by its settings',
      { loader: musl, files: { '/etc/ld-musl-aarch64.path': database('/a:/b\n/c\n'), '/c/libx.so.1': own } },
      '/c/libx.so.1',
    ],
  ])('are found %s', (_, draft, path) => {
    expect(loadedPaths(draft)).toStrictEqual([path])
  })

  it('are followed to those they need', () => {
    const files = {
      '/usr/lib/libx.so.1': library('arm64', {
        needed: ['liby.so', 'libz.so', 'libx.so.1'],
        runpath: ['$ORIGIN/private'],
      }),
      '/usr/lib/private/liby.so': library('arm64', { needed: ['libz.so', 'ld-linux-aarch64.so.1'] }),
      '/usr/lib/libz.so': own,
    }
    expect(loadedPaths({ files })).toStrictEqual(['/usr/lib/libx.so.1', '/usr/lib/private/liby.so', '/usr/lib/libz.so'])
  })

  it('are those of the program for its libraries too, by RPATH', () => {
    const files = { '/r/libx.so.1': library('arm64', { needed: ['liby.so'] }), '/r/liby.so': own }
    expect(loadedPaths({ rpath: ['/r'], files })).toStrictEqual(['/r/libx.so.1', '/r/liby.so'])
    expect(walk({ runpath: ['/r'], files }).missing).toStrictEqual([{ name: 'liby.so', neededBy: '/r/libx.so.1' }])
  })

  it('are not looked for by RPATH beside RUNPATH', () => {
    const files = { '/r/libx.so.1': own }
    expect(walk({ rpath: ['/r'], runpath: ['/q'], files }).missing).toHaveLength(1)
    expect(walk({ loader: musl, rpath: ['/r'], runpath: ['/q'], files }).loaded).toHaveLength(1)
  })

  it('are none of what musl is itself', () => {
    const needed = ['libc.musl-aarch64.so.1', 'libpthread.so.0', 'libm.so.6']
    expect(walk({ loader: musl, needed })).toStrictEqual({ loaded: [], unusable: [], missing: [] })
  })

  it('are missing without being an error of the image', () => {
    expect(walk({}).missing).toStrictEqual([{ name: 'libx.so.1', neededBy: '/opt/app/bin/app' }])
    expect(audit(imageOf({}))).toStrictEqual([])
  })

  it('end, however they need each other', () => {
    const files = Object.fromEntries(
      Array.from({ length: 3000 }, (_, index) => [
        `/usr/lib/lib${index}.so`,
        library('arm64', { needed: [`lib${index + 1}.so`, `lib${index * 2}.so`] }),
      ]),
    )
    expect(walk({ needed: ['lib0.so'], files }).loaded).toHaveLength(1000)
  })
})

describe('a library of another architecture that a program needs', () => {
  it('is an error where it is the only one', () => {
    const findings = audit(imageOf({ runpath: ['/opt/app/lib'], files: { '/opt/app/lib/libx.so.1': foreign } }))
    expect(summary(findings)).toStrictEqual(['rootfs/foreign-binary error'])
    expect(findings[0]).toMatchObject({
      message: '/opt/app/lib/libx.so.1, which /opt/app/bin/app needs, is for amd64, the platform is linux/arm64',
      evidence: { path: '/opt/app/lib/libx.so.1', library: 'libx.so.1', neededBy: '/opt/app/bin/app' },
    })
  })

  it('is told five times at most, and the rest by directory', () => {
    const names = Array.from({ length: 40 }, (_, at) => `lib${at}.so`)
    const files = Object.fromEntries(names.map((name) => [`/usr/lib/${name}`, foreign]))
    const findings = audit(imageOf({ needed: names, files }))
    expect(findings).toHaveLength(6)
    expect(findings.at(-1)?.evidence['count']).toBe(35)
  })

  it('is one where musl finds it first', () => {
    const files = { '/lib/libx.so.1': foreign, '/usr/lib/libx.so.1': own }
    expect(walk({ loader: musl, files }).unusable).toHaveLength(1)
    expect(walk({ loader: glibc, files }).unusable).toHaveLength(0)
  })
})

describe('floating point on ARM', () => {
  const files = (app: 'hard' | 'soft', lib: 'hard' | 'soft') => ({
    '/app': program('arm', {
      interpreter: '/lib/ld-linux-armhf.so.3',
      needed: ['libx.so'],
      arm: { cpuArch: 'v7', floatAbi: app },
    }),
    '/lib/ld-linux-armhf.so.3': library('arm', { arm: { floatAbi: 'hard' } }, { mode: 0o755 }),
    '/usr/lib/libx.so': library('arm', { arm: { floatAbi: lib } }),
  })
  const auditFloat = (app: 'hard' | 'soft', lib: 'hard' | 'soft') =>
    summary(audit({ platform: 'linux/arm/v7', config: { Cmd: ['/app'] }, files: files(app, lib) }))

  it('passed one way everywhere is good', () => {
    expect(auditFloat('hard', 'hard')).toStrictEqual([])
  })

  it('passed otherwise by a library keeps the loader from loading it', () => {
    expect(auditFloat('hard', 'soft')).toStrictEqual(['rootfs/foreign-binary error'])
  })

  it('passed otherwise by the program than by its loader is a warning', () => {
    expect(auditFloat('soft', 'hard')).toStrictEqual(['rootfs/foreign-binary warning'])
  })
})
