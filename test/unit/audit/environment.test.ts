import { describe, expect, it } from 'vitest'
import { audit, summary } from './audit-root.ts'
import { program, text } from './root.ts'

function auditEnvironment(variable: string, platform = 'linux/arm64') {
  const architecture = platform.split('/')[1] ?? ''
  const files = {
    '/bin/sh': program(architecture),
    '/opt/gcc-x86_64-none/bin/gcc': program(architecture),
    '/usr/lib/jvm/java-17-openjdk-amd64/release': text('x', { mode: 0o644 }),
  }
  return audit({ platform, config: { Env: [variable] }, files })
}

describe('a variable that names an architecture', () => {
  it('other than the platform is a warning', () => {
    const findings = auditEnvironment('JAVA_HOME=/usr/lib/jvm/java-21-openjdk-amd64')
    expect(summary(findings)).toStrictEqual(['rootfs/arch-in-env warning'])
    expect(findings[0]).toMatchObject({
      message:
        'JAVA_HOME is /usr/lib/jvm/java-21-openjdk-amd64, which names amd64, and does not exist; the platform is linux/arm64',
      evidence: { variable: 'JAVA_HOME', exists: false },
    })
  })

  it('is one where the path exists as well', () => {
    const [finding] = auditEnvironment('JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64')
    expect(finding?.evidence['exists']).toBe(true)
  })

  it('is one in a list of directories', () => {
    const [finding] = auditEnvironment('LD_LIBRARY_PATH=/usr/lib:/usr/lib/x86_64-linux-gnu')
    expect(finding?.evidence['path']).toBe('/usr/lib/x86_64-linux-gnu')
  })

  it.each([
    ['the platform', 'JAVA_HOME=/usr/lib/jvm/java-17-openjdk-arm64', 'linux/arm64'],
    ['both', 'X=/opt/amd64/lib/aarch64', 'linux/arm64'],
    ['its smaller mode', 'X=/usr/lib/i386-linux-gnu', 'linux/amd64'],
    ['nothing by a vague word', 'X=/opt/arm/x86', 'linux/s390x'],
    ['the target of a build', 'CROSS_ROOT=/usr/x86_64-linux-gnu', 'linux/arm64'],
    ['an architecture, and is no path', 'NVARCH=x86_64', 'linux/arm64'],
    ['one in a URL', 'REPO=https://example.com/x86_64/repo', 'linux/arm64'],
    ['what a compiler that runs here builds for', 'PATH=/bin:/opt/gcc-x86_64-none/bin', 'linux/arm64'],
  ])('is good where it names %s', (_, variable, platform) => {
    expect(auditEnvironment(variable, platform)).toStrictEqual([])
  })
})
