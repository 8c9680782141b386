import { describe, expect, it } from 'vitest'
import { audit, summary } from './audit-root.ts'
import { library, program, type FileDraft } from './root.ts'

function armProgram(cpuArch: string | undefined, more: Parameters<typeof program>[1] = {}): FileDraft {
  return program('arm', { ...more, ...(cpuArch === undefined ? {} : { arm: { cpuArch } }) })
}

function auditArm(variant: string, files: Readonly<Record<string, FileDraft>>, allow: readonly string[] = []) {
  return audit({ platform: `linux/arm/${variant}`, files, allow })
}

describe('the ARM variant of programs', () => {
  it.each([
    ['v5', 'v5TE'],
    ['v5', 'v4T'],
    ['v6', 'v5TE'],
    ['v6', 'v6'],
    ['v6', 'v6KZ'],
    ['v7', 'v6'],
    ['v7', 'v7'],
  ])('%s may be %s', (variant, cpuArch) => {
    expect(auditArm(variant, { '/bin/app': armProgram(cpuArch) })).toStrictEqual([])
  })

  it.each([
    ['v5', 'v6'],
    ['v5', 'v6KZ'],
    ['v5', 'v7'],
    ['v6', 'v7'],
  ])('%s may not be %s', (variant, cpuArch) => {
    const findings = auditArm(variant, { '/bin/app': armProgram(cpuArch), '/bin/old': armProgram('v5TE') })
    expect(summary(findings)).toStrictEqual(['rootfs/variant-too-new error'])
    expect(findings[0]?.message).toBe(`/bin/app needs ARM${cpuArch}, linux/arm/${variant} promises less`)
    expect(findings[0]?.evidence).toMatchObject({ path: '/bin/app', needed: cpuArch })
  })

  it('is told in one finding, with five paths', () => {
    const files = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`/bin/p${at}`, armProgram('v7')]))
    const [finding, ...others] = auditArm('v6', files)
    expect(others).toStrictEqual([])
    expect(finding?.message).toMatch(/^9 programs need up to ARMv7, .*: \/bin\/p0, .*\/bin\/p4 and 4 more$/)
  })

  it('is not asked of libraries, which choose when they run', () => {
    const files = {
      '/bin/app': armProgram('v6'),
      '/usr/lib/libgcrypt.so.20': library('arm', { arm: { cpuArch: 'v8' } }),
    }
    expect(auditArm('v6', files)).toStrictEqual([])
  })

  it('is asked of a C library and its loader, which can be started', () => {
    const files = { '/lib/libc.so.6': library('arm', { interpreter: '/lib/ld.so', arm: { cpuArch: 'v7' } }) }
    expect(summary(auditArm('v6', files))).toStrictEqual(['rootfs/variant-too-new error'])
  })

  it('is asked of a static program that looks like a library, where the command starts it', () => {
    const files = { '/app': library('arm', { arm: { cpuArch: 'v7' } }, { mode: 0o755 }) }
    const findings = audit({ platform: 'linux/arm/v6', config: { Cmd: ['/app'] }, files })
    expect(summary(findings)).toStrictEqual(['rootfs/variant-too-new error'])
  })

  it('is a warning where a linked-in library may be what is new', () => {
    expect(summary(auditArm('v7', { '/bin/gpgv-static': armProgram('v8') }))).toStrictEqual([
      'rootfs/variant-too-new warning',
    ])
  })

  it('is not asked of data and of what the user allows', () => {
    const files = { '/bin/app': armProgram('v6'), '/opt/x/testdata/p': armProgram('v7'), '/opt/v7/p': armProgram('v7') }
    expect(auditArm('v6', files, ['/opt/v7/**'])).toStrictEqual([])
  })

  it('is unverified where no program says anything', () => {
    const findings = auditArm('v6', { '/bin/a': armProgram(undefined), '/bin/b': armProgram(undefined) })
    expect(summary(findings)).toStrictEqual(['rootfs/variant-unverified info'])
    expect(findings[0]?.message).toMatch(/^none of the 2 programs says which ARM version it needs/)
    const [one] = auditArm('v6', { '/bin/a': armProgram(undefined) })
    expect(one?.message).toMatch(/^\/bin\/a does not say which ARM version it needs/)
  })

  it('is verified where some programs say it', () => {
    expect(auditArm('v6', { '/bin/a': armProgram(undefined), '/bin/b': armProgram('v6') })).toStrictEqual([])
  })
})

describe('the x86-64 level of files', () => {
  const files = {
    '/bin/app': program('amd64', { x86Level: 3 }),
    '/usr/lib/libx.so': library('amd64', { x86Level: 2 }),
    '/usr/lib/liby.so': library('amd64', { x86Level: 1 }),
    '/usr/lib/glibc-hwcaps/x86-64-v4/libz.so': library('amd64', { x86Level: 4 }),
  }

  it('above the baseline is a warning, in one finding', () => {
    const findings = audit({ platform: 'linux/amd64', files })
    expect(summary(findings)).toStrictEqual(['rootfs/isa-level warning'])
    expect(findings[0]).toMatchObject({
      message: '2 files need up to x86-64-v3, linux/amd64 promises x86-64-v1: /bin/app, /usr/lib/libx.so',
      evidence: { paths: ['/bin/app', '/usr/lib/libx.so'], count: 2, level: 3 },
    })
  })

  it('above the ceiling is an error, and below it accepted', () => {
    const findings = audit({ platform: 'linux/amd64', isaCeiling: 2, files })
    expect(summary(findings)).toStrictEqual(['rootfs/isa-level error'])
    expect(findings[0]?.message).toBe('/bin/app needs x86-64-v3, the ceiling is x86-64-v2')
    expect(audit({ platform: 'linux/amd64', isaCeiling: 3, files })).toStrictEqual([])
  })

  it('is held against the variant of the platform', () => {
    expect(summary(audit({ platform: 'linux/amd64/v2', files }))).toStrictEqual(['rootfs/isa-level warning'])
    expect(audit({ platform: 'linux/amd64/v3', files })).toStrictEqual([])
  })
})
