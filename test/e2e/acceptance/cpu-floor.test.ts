import { describe, expect, it } from 'vitest'
import { answerHttp } from '../../../src/elf/http-program.ts'
import { parseRunReport } from '../../../src/report/parse.ts'
import { variantTooNew } from '../../support/acceptance/foreign-files.ts'
import { pushPrograms } from '../../support/acceptance/crashes.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { secondEmulators } from '../../support/second-emulators.ts'

const registry = openDistributionRegistry()
const healthy = answerHttp({ port: 8080, body: 'hello\n' })
/** HADDPS of SSE3, which the first amd64 processors had not. */
const haddps = { kind: 'code', units: [0xf2, 0x0f, 0x7c, 0xc0] } as const

async function verify(reference: string, ...flags: readonly string[]) {
  const result = await runEveryarch(['verify', reference, '--json', '--cpu-floor', '--remove-images', ...flags])
  const report = parseRunReport(parseStdout(result))
  expect(await findLeftovers(result.pid)).toEqual([])
  const of = (name: string) => {
    const platform = report.platforms.find((own) => own.platform === name)
    if (platform === undefined) throw new Error(`the report has no ${name}`)
    const check = platform.checks.find((own) => own.name === 'cpu-floor')
    return { ...platform, codes: platform.findings.map(({ code }) => code), check }
  }
  return { exitCode: result.exitCode, of }
}

describe('verify --cpu-floor', () => {
  it('sees code for ARMv7 die on the oldest CPU of arm/v6, which the files said already', async () => {
    const { reference } = await variantTooNew(registry)
    const { exitCode, of } = await verify(reference)
    expect(exitCode).toBe(1)
    const arm = of('linux/arm/v6')
    expect(arm.codes).toEqual(expect.arrayContaining(['rootfs/variant-too-new', 'run/cpu-floor']))
    expect(arm.findings.find(({ code }) => code === 'run/cpu-floor')).toMatchObject({
      severity: 'error',
      evidence: { cpu: 'arm1176', ending: 'signal 4' },
    })
    expect(arm.check).toMatchObject({ status: 'failed' })
  })

  it('says on which CPU a good image is well, and what that lacks; a native platform needs an emulator for it', async () => {
    const { reference } = await pushPrograms(registry, 'floor-good', healthy, healthy)
    const { exitCode, of } = await verify(reference)
    expect(exitCode).toBe(0)
    expect(of('linux/arm64').check).toMatchObject({
      status: 'passed',
      reason: expect.stringMatching(/^well on the CPU cortex-a53 of qemu-aarch64 \S+, which lacks LDADD of ARMv8\.1/),
    })
    expect(of('linux/amd64').check).toMatchObject({ status: 'skipped', reason: expect.stringMatching('--emulator') })
  })

  it('runs a native platform under a second emulator', async () => {
    const { reference } = await pushPrograms(registry, 'floor-native', [haddps, ...healthy], healthy)
    const { exitCode, of } = await verify(reference, '--emulator', await secondEmulators())
    expect(exitCode).toBe(1)
    expect(of('linux/arm64')).toMatchObject({ verdict: 'passed' })
    expect(of('linux/amd64')).toMatchObject({ codes: ['run/cpu-floor'], verdict: 'failed' })
    expect(of('linux/amd64').findings[0]?.message).toMatch(
      /on the CPU qemu64,-pni,-cx16 of qemu-x86_64 \S+, the oldest that linux\/amd64 promises, it is ended by SIGILL/,
    )
  })
})
