import { format } from 'prettier'
import { describe, expect, it } from 'vitest'
import { renderReadmeTable } from '../../../reporters/readme.ts'
import { readmeColumns } from '../../../src/report/readme-words.ts'
import { combineRunReports } from '../../../src/report/run-reports.ts'
import { hostileReport, mixedReport, passedReport, platformReport } from './sample-report.ts'

const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`

describe("a README's table", () => {
  it('says of each platform how it was verified', () => {
    expect(text(renderReadmeTable(passedReport))).toMatchInlineSnapshot(`
      "| Platform       | Status   | Verified                 |
      | -------------- | -------- | ------------------------ |
      | \`linux/amd64\`  | ✅ works | natively                 |
      | \`linux/arm64\`  | ✅ works | emulated by qemu-aarch64 |
      | \`linux/arm/v7\` | ✅ works | emulated by qemu-arm     |
      "
    `)
  })

  it('calls nothing verified that was not', () => {
    const audited = platformReport('linux/386', { execution: { kind: 'none' } })
    const table = renderReadmeTable({ ...mixedReport, platforms: [...mixedReport.platforms, audited] })
    expect(text(table)).toMatchInlineSnapshot(`
      "| Platform                    | Status          | Verified                 |
      | --------------------------- | --------------- | ------------------------ |
      | \`linux/amd64\`               | ✅ works        | natively                 |
      | \`linux/arm64\`               | ❌ broken       | emulated by qemu-aarch64 |
      | \`linux/s390x\`               | ➖ not verified | cannot be run            |
      | \`linux/riscv64\`             | ❔ inconclusive | emulated by qemu-riscv64 |
      | \`windows(10.0.20348)/amd64\` | ➖ not checked  |                          |
      | \`linux/386\`                 | ➖ not run      | its files alone          |
      "
    `)
  })

  it('has other columns and words on request', () => {
    const table = renderReadmeTable(passedReport, {
      columns: readmeColumns,
      words: { platform: 'Plattform', passed: 'läuft', emulated: 'mit {emulator}' },
    })
    expect(text(table)).toMatchInlineSnapshot(`
      "| Plattform      | Status | Verified         | \`uname -m\` | Proven   | Digest                |    Size |  Start |
      | -------------- | ------ | ---------------- | ---------- | -------- | --------------------- | ------: | -----: |
      | \`linux/amd64\`  | läuft  | natively         | \`x86_64\`   | 200 on / | \`sha256:0123456789ab\` | 48.1 MB | 210 ms |
      | \`linux/arm64\`  | läuft  | mit qemu-aarch64 | \`aarch64\`  | 200 on / | \`sha256:0123456789ab\` | 48.1 MB | 1.28 s |
      | \`linux/arm/v7\` | läuft  | mit qemu-arm     | \`armv7l\`   | 200 on / | \`sha256:0123456789ab\` | 48.1 MB | 1.10 s |
      "
    `)
  })

  it('changes with nothing but what it says', () => {
    const [first, ...others] = passedReport.platforms
    if (first === undefined) throw new Error('no platform')
    const later = {
      ...passedReport,
      createdAt: '2027-01-01T00:00:00Z',
      tool: { name: 'everyarch', version: '9.9.9' } as const,
      image: { reference: 'elsewhere.example/app:9' },
      platforms: [
        { ...first, sizeBytes: 1, health: { url: '/', how: 'stayed up', readyMs: 9 } },
        ...others.map((platform) => ({
          ...platform,
          execution:
            platform.execution.kind === 'emulated'
              ? { ...platform.execution, emulator: { ...platform.execution.emulator, version: '99' }, engine: 'other' }
              : platform.execution,
        })),
      ],
    }
    expect(renderReadmeTable(later)).toEqual(renderReadmeTable(passedReport))
  })

  it.each([passedReport, mixedReport, combineRunReports(passedReport.tool, 'verify', [passedReport, mixedReport])])(
    'is left as it is by a formatter (%#)',
    async (report) => {
      const table = text(renderReadmeTable(report, { columns: readmeColumns }))
      expect(await format(table, { parser: 'markdown' })).toBe(table)
    },
  )

  it('lets no text of an image become markup', () => {
    const lines = renderReadmeTable(hostileReport, { columns: readmeColumns })
    expect(text(lines)).not.toMatch(/[^\P{Cc}\n]|\u202e/u)
    expect(text(lines).replaceAll(/(?<!`)(`+)(?!`).*?[^`]\1(?!`)/g, 'code')).not.toMatch(/<|@team|(?<!\\)[[\]]|:\/\//)
    for (const line of lines) expect(line.match(/(?<!\\)\|/g)).toHaveLength(readmeColumns.length + 1)
  })
})
