import { describe, expect, it } from 'vitest'
import { audit, summary, type ImageDraft } from './audit-root.ts'
import { library, link, program, script } from './root.ts'

const userland = { '/bin/busybox': program('arm64'), '/bin/sh': link('busybox'), '/usr/bin/env': link('/bin/busybox') }

function auditImage(image: ImageDraft) {
  return audit({ ...image, files: { ...userland, ...image.files } })
}

describe('a foreign entrypoint', () => {
  it('is told with its path and both architectures', () => {
    const [finding, ...others] = auditImage({ config: { Entrypoint: ['/app'] }, files: { '/app': program('amd64') } })
    expect(others).toStrictEqual([])
    expect(finding).toMatchObject({
      code: 'rootfs/foreign-entrypoint',
      severity: 'error',
      message: 'the entrypoint /app is for amd64, the platform is linux/arm64',
      evidence: { path: '/app', architecture: 'amd64', platform: 'linux/arm64' },
    })
    expect(finding?.hint).toMatch(/only where the host is amd64 .* "exec format error"/)
  })

  it.each<readonly [string, ImageDraft, string]>([
    [
      'an interpreter',
      { config: { Cmd: ['/run'] }, files: { '/run': script('/opt/python'), '/opt/python': program('amd64') } },
      '/opt/python',
    ],
    [
      'an interpreter behind env',
      { config: { Cmd: ['/run'] }, files: { '/run': script('/usr/bin/env py'), '/usr/bin/py': program('amd64') } },
      '/usr/bin/py',
    ],
    [
      'a loader',
      {
        config: { Cmd: ['/app'] },
        files: {
          '/app': program('arm64', { interpreter: '/lib/ld.so' }),
          '/lib/ld.so': library('amd64', {}, { mode: 0o755 }),
        },
      },
      '/lib/ld.so',
    ],
    [
      'a command in shell form',
      { config: { Cmd: ['/bin/sh', '-c', 'exec /app --port 80'] }, files: { '/app': program('amd64') } },
      '/app',
    ],
    [
      'a command in shell form, behind a variable',
      { config: { Cmd: ['/bin/sh', '-c', 'LANG=C.UTF-8 app; echo'] }, files: { '/usr/bin/app': program('amd64') } },
      '/usr/bin/app',
    ],
    [
      'a command behind an init',
      {
        config: { Entrypoint: ['/sbin/tini', '-g', '--'], Cmd: ['app'] },
        files: { '/sbin/tini': program('arm64'), '/usr/bin/app': program('amd64') },
      },
      '/usr/bin/app',
    ],
    [
      'a command behind a start script and an init',
      {
        config: { Entrypoint: ['tini', '/start'], Cmd: ['app', '-x'] },
        files: { '/sbin/tini': program('arm64'), '/start': script('/bin/sh'), '/usr/bin/app': program('amd64') },
      },
      '/usr/bin/app',
    ],
    ['32-bit code of the same family', { config: { Cmd: ['/app'] }, files: { '/app': program('arm') } }, '/app'],
    ['a program of no known machine', { config: { Cmd: ['/app'] }, files: { '/app': program('unknown') } }, '/app'],
    [
      'a program in a place for data',
      { config: { Cmd: ['/testdata/app'] }, files: { '/testdata/app': program('amd64') } },
      '/testdata/app',
    ],
    [
      'a program for macOS',
      { config: { Cmd: ['/app'] }, files: { '/app': { content: { kind: 'macho', architecture: 'arm64' } } } },
      '/app',
    ],
    [
      'a program for Windows',
      { config: { Cmd: ['/app'] }, files: { '/app': { content: { kind: 'pe', architecture: 'amd64' } } } },
      '/app',
    ],
  ])('is found: %s', (_, image, path) => {
    const findings = auditImage(image)
    expect(summary(findings)).toStrictEqual(['rootfs/foreign-entrypoint error'])
    expect(findings[0]?.evidence['path']).toBe(path)
  })

  it.each<readonly [string, ImageDraft]>([
    ['a word of a script that is no file', { config: { Cmd: ['/bin/sh', '-c', 'serve --now'] }, files: {} }],
    ['a word a variable decides', { config: { Cmd: ['/bin/sh', '-c', 'exec $APP'] }, files: {} }],
    [
      'an argument of a start script that is no program',
      { config: { Entrypoint: ['/start'], Cmd: ['serve'] }, files: { '/start': script('/bin/sh') } },
    ],
    ['an option', { config: { Entrypoint: ['/start'], Cmd: ['--help'] }, files: { '/start': script('/bin/sh') } }],
    [
      'a name of an object in a language',
      { config: { Entrypoint: ['/start', 'constructor'] }, files: { '/start': script('/bin/sh') } },
    ],
    [
      'a wrapper without a command',
      { config: { Entrypoint: ['tini', '--'] }, files: { '/bin/tini': program('arm64') } },
    ],
  ])('is not guessed from %s', (_, image) => {
    expect(auditImage(image)).toStrictEqual([])
  })

  it('does not hide another problem of the image', () => {
    const files = { '/run.sh': script('/bin/sh\r'), '/usr/bin/helper': program('amd64') }
    expect(summary(auditImage({ config: { Cmd: ['/run.sh'] }, files }))).toStrictEqual([
      'rootfs/shebang-interpreter-missing error',
      'rootfs/foreign-binary error',
    ])
  })

  it('ends with scripts that run each other', () => {
    const files = { '/a': script('/b'), '/b': script('/a') }
    expect(auditImage({ config: { Cmd: ['/a'] }, files })).toStrictEqual([])
  })
})
