import { describe, expect, it } from 'vitest'
import { audit, summary, type ImageDraft } from './audit-root.ts'
import { library, link, program, script, text } from './root.ts'

const shell = { '/bin/busybox': program('arm64'), '/bin/sh': link('busybox'), '/usr/bin/env': link('/bin/busybox') }

function auditEntrypoint(entrypoint: readonly string[], image: ImageDraft) {
  return audit({ ...image, config: { Entrypoint: entrypoint, ...image.config }, files: { ...shell, ...image.files } })
}

describe('the entrypoint', () => {
  it.each<readonly [string, readonly string[], ImageDraft]>([
    ['a program by its path', ['/app'], { files: { '/app': program('arm64') } }],
    [
      'a program on the PATH',
      ['app'],
      { config: { Env: ['PATH=/opt/bin'] }, files: { '/opt/bin/app': program('arm64') } },
    ],
    ['a program on the usual PATH', ['app'], { files: { '/usr/local/sbin/app': program('arm64') } }],
    ['a relative path', ['./app'], { config: { WorkingDir: '/srv' }, files: { '/srv/app': program('arm64') } }],
    [
      'a path out of a working directory that is made',
      ['../app'],
      { config: { WorkingDir: '/no' }, files: { '/app': program('arm64') } },
    ],
    [
      'a symlink through the alternatives',
      ['java'],
      {
        files: {
          '/usr/bin/java': link('/etc/alternatives/java'),
          '/etc/alternatives/java': link('../../usr/lib/jvm/bin/java'),
          '/usr/lib/jvm/bin/java': program('arm64'),
        },
      },
    ],
    ['a script', ['/run.sh'], { files: { '/run.sh': script(' /bin/sh -eu') } }],
    ['a script by env', ['/run.sh'], { files: { '/run.sh': script('/usr/bin/env sh') } }],
    ['a script by env -S', ['/run.py'], { files: { '/run.py': script('/usr/bin/env -S A=b sh -u') } }],
    ['a script of a script', ['/run'], { files: { '/run': script('/wrap -x'), '/wrap': script('/bin/sh') } }],
    [
      'the second directory, where the first has one nobody may execute',
      ['app'],
      {
        config: { Env: ['PATH=/a:/b'] },
        files: { '/a/app': text('x', { mode: 0o644 }), '/b/app': program('arm64') },
      },
    ],
    ['what the engine mounts', ['/dev/init', '--', '/app'], { files: {} }],
    [
      'a loader through a symlink',
      ['/app'],
      {
        files: {
          '/app': program('arm64', { interpreter: '/lib/ld-linux-aarch64.so.1' }),
          '/lib': link('usr/lib'),
          '/usr/lib/ld-linux-aarch64.so.1': program('arm64', { type: 'shared' }),
        },
      },
    ],
    [
      'a WebAssembly module, which a runtime of its own takes',
      ['/app.wasm'],
      { files: { '/app.wasm': text('\0asm\x01\0\0\0') } },
    ],
    ['a command that is none', [''], { files: {} }],
  ])('is good: %s', (_, entrypoint, image) => {
    expect(auditEntrypoint(entrypoint, image)).toStrictEqual([])
  })

  it('may be absent', () => {
    expect(audit({ files: shell })).toStrictEqual([])
  })

  it('is the command where there is no entrypoint', () => {
    expect(summary(audit({ config: { Cmd: ['missing'] }, files: shell }))).toStrictEqual([
      'rootfs/entrypoint-missing error',
    ])
  })

  it.each<readonly [string, string, RegExp, readonly string[], ImageDraft]>([
    ['is missing', 'entrypoint-missing', /"?\/app"? does not exist/, ['/app'], { files: {} }],
    [
      'is on no PATH',
      'entrypoint-missing',
      /in no directory of the PATH \(\/opt\/bin\)/,
      ['app'],
      {
        config: { Env: ['PATH=/bin', 'PATH=/opt/bin'] },
        files: { '/bin/app': program('arm64') },
      },
    ],
    [
      'is a symlink to nothing',
      'entrypoint-missing',
      /symlink to \/opt\/app/,
      ['/app'],
      { files: { '/app': link('opt/app') } },
    ],
    ['is a symlink to itself', 'entrypoint-missing', /in a circle/, ['/app'], { files: { '/app': link('app') } }],
    [
      'may not be executed',
      'entrypoint-not-executable',
      /mode 0644/,
      ['/app'],
      { files: { '/app': script('/bin/sh', { mode: 0o644 }) } },
    ],
    [
      'may not be executed by its user',
      'entrypoint-not-executable',
      /user 1000 may not execute/,
      ['/app'],
      {
        config: { User: '1000:1000' },
        files: { '/app': program('arm64', {}, { mode: 0o744 }) },
      },
    ],
    [
      'is in a closed directory',
      'entrypoint-not-executable',
      /is in \/closed, which has mode 0700/,
      ['/closed/bin/app'],
      {
        config: { User: '1000' },
        files: { '/closed': { kind: 'directory', mode: 0o700 }, '/closed/bin/app': program('arm64') },
      },
    ],
    ['is a directory', 'entrypoint-not-executable', /is a directory/, ['/app'], { files: { '/app/x': text('') } }],
    [
      'is an object file',
      'entrypoint-not-executable',
      /never linked/,
      ['/app'],
      { files: { '/app': program('arm64', { type: 'relocatable' }) } },
    ],
    [
      'is no program',
      'entrypoint-not-executable',
      /begins with "PK/,
      ['/app.jar'],
      { files: { '/app.jar': text('PK\x03\x04\0\0') } },
    ],
    [
      'is a damaged program',
      'entrypoint-not-executable',
      /damaged/,
      ['/app'],
      { files: { '/app': text('\x7fELF\x02\x01\0\0') } },
    ],
    ['is empty', 'entrypoint-no-shebang', /is empty/, ['/app'], { files: { '/app': { content: { kind: 'empty' } } } }],
    [
      'is text',
      'entrypoint-no-shebang',
      /does not begin with #!/,
      ['/app'],
      { files: { '/app': text('exec /bin/sh\n# Grüße') } },
    ],
    [
      'has a byte order mark',
      'entrypoint-no-shebang',
      /byte order mark/,
      ['/app'],
      { files: { '/app': text('\xef\xbb\xbf#!/bin/sh\n') } },
    ],
    [
      'is text in UTF-16',
      'entrypoint-no-shebang',
      /UTF-16/,
      ['/app'],
      { files: { '/app': text('\xff\xfe#\0!\0/\0') } },
    ],
    [
      'has an empty line first',
      'entrypoint-no-shebang',
      /empty line before its #!/,
      ['/app'],
      { files: { '/app': text('\n#!/bin/sh\n') } },
    ],
    [
      'has a comment first',
      'entrypoint-no-shebang',
      /comment before its #!/,
      ['/app'],
      { files: { '/app': text('# (c)\n#!/bin/sh\n') } },
    ],
    [
      'names no interpreter',
      'entrypoint-no-shebang',
      /names no interpreter/,
      ['/app'],
      { files: { '/app': script('  ') } },
    ],
    [
      'wants an interpreter that is missing',
      'shebang-interpreter-missing',
      /\/bin\/bash/,
      ['/app'],
      { files: { '/app': script('/bin/bash') } },
    ],
    [
      'has Windows line endings',
      'shebang-interpreter-missing',
      /CRLF/,
      ['/app'],
      { files: { '/app': script('/bin/sh\r') } },
    ],
    [
      'has Windows line endings behind env',
      'shebang-interpreter-missing',
      /CRLF/,
      ['/app'],
      { files: { '/app': script('/usr/bin/env sh\r') } },
    ],
    [
      'wants env to start what is missing',
      'shebang-interpreter-missing',
      /env to start "python"/,
      ['/app'],
      { files: { '/app': script('/usr/bin/env python') } },
    ],
    [
      'hands env two words as one',
      'shebang-interpreter-missing',
      /"sh -e"/,
      ['/app'],
      { files: { '/app': script('/usr/bin/env sh -e') } },
    ],
    [
      'has a loader that may not be executed',
      'entrypoint-not-executable',
      /\/lib\/ld\.so has mode 0644: nobody may execute it, and \/app is loaded by it/,
      ['/app'],
      {
        files: {
          '/app': program('arm64', { interpreter: '/lib/ld.so' }),
          '/lib/ld.so': library('arm64'),
        },
      },
    ],
    [
      'wants a loader that is missing',
      'elf-interpreter-missing',
      /\/lib64\/ld\.so\.2/,
      ['/app'],
      { files: { '/app': program('arm64', { interpreter: '/lib64/ld.so.2' }) } },
    ],
  ])('%s: %s', (_, code, message, entrypoint, image) => {
    const findings = auditEntrypoint(entrypoint, image)
    expect(summary(findings)).toStrictEqual([`rootfs/${code} error`])
    expect(findings[0]?.message).toMatch(message)
    expect(findings[0]?.message).toMatch(/no architecture problem$/)
  })

  it('says that glibc is missing where musl is there', () => {
    const app = program('arm64', { interpreter: '/lib/ld-linux-aarch64.so.1' })
    const [finding] = auditEntrypoint(['/app'], {
      files: { '/app': app, '/lib/ld-musl-aarch64.so.1': library('arm64') },
    })
    expect(finding?.hint).toMatch(/built for glibc, the image has musl/)
  })

  it('shows the path gone through', () => {
    const files = {
      '/usr/bin/app': link('/opt/app/run'),
      '/opt/app/run': script('/usr/bin/env python3'),
      '/usr/bin/python3': link('python3.11'),
      '/usr/bin/python3.11': program('amd64'),
    }
    const [finding] = auditEntrypoint(['app'], { files })
    expect(finding?.evidence).toMatchObject({
      path: '/usr/bin/python3.11',
      command: ['app'],
      walked: [
        '/usr/bin/app',
        '/opt/app/run',
        '/usr/bin/env',
        '/bin/busybox',
        '/usr/bin/python3',
        '/usr/bin/python3.11',
      ],
      architecture: 'amd64',
      platform: 'linux/arm64',
    })
  })
})
