import { describe, expect, it } from 'vitest'
import { renderGithub } from '../../../reporters/github.ts'
import { renderJson } from '../../../reporters/json.ts'
import { escapeMarkdown, markdownCode } from '../../../reporters/markdown-escape.ts'
import { renderMarkdown } from '../../../reporters/markdown.ts'
import { createFinding } from '../../../src/report/finding.ts'
import { parseRunReports } from '../../../src/report/parse.ts'
import { combineRunReports } from '../../../src/report/run-reports.ts'
import { fullReport } from './full-report.ts'
import { hostileReport, mixedReport, passedReport } from './sample-report.ts'

const several = combineRunReports(passedReport.tool, 'verify', [passedReport, mixedReport])

describe('the JSON document', () => {
  it('is the report itself', () => {
    expect(parseRunReports(JSON.parse(renderJson(mixedReport)))).toEqual(mixedReport)
    expect(parseRunReports(JSON.parse(renderJson(several)))).toEqual(several)
  })
})

describe('the Markdown document', () => {
  it('is a table when all is well', () => {
    expect(renderMarkdown(passedReport)).toMatchInlineSnapshot(`
      "### ✅ passed: 3 of 3 platforms of example.com/acme/app:1.4@sha256:0123456789ab: 200 on /

      | Platform | Verdict | Run | \`uname -m\` | Proven | Ready | Size |
      | --- | --- | --- | --- | --- | --: | --: |
      | \`linux/amd64\` | ✅ passed | native | \`x86_64\` | 200 on / | 210 ms | 48.1 MB |
      | \`linux/arm64\` | ✅ passed | emulated by qemu-aarch64 7.2.22 | \`aarch64\` | 200 on / | 1.28 s | 48.1 MB |
      | \`linux/arm/v7\` | ✅ passed | emulated by qemu-arm 7.2.22 | \`armv7l\` | 200 on / | 1.10 s | 48.1 MB |
      "
    `)
  })

  it('is a table and what was found', () => {
    expect(renderMarkdown(mixedReport)).toMatchInlineSnapshot(`
      "### ❌ failed: 1 of 4 platforms of example.com/acme/app:1.4@sha256:0123456789ab passed, 1 failed, 1 unverified, 1 inconclusive, 1 skipped

      | Platform | Verdict | Run | \`uname -m\` | Proven | Ready | Size |
      | --- | --- | --- | --- | --- | --: | --: |
      | \`linux/amd64\` | ✅ passed | native | \`x86_64\` | 200 on / | 210 ms | 48.1 MB |
      | \`linux/arm64\` | ❌ failed | emulated by qemu-aarch64 on desktop | \`aarch64\` |  |  | 48.1 MB |
      | \`linux/s390x\` | ⚠️ unverified | cannot be run here |  |  |  | 48.1 MB |
      | \`linux/riscv64\` | ❔ inconclusive | emulated by qemu-riscv64 7.2.22 | \`riscv64\` |  |  | 48.1 MB |
      | \`windows(10.0.20348)/amd64\` | ➖ skipped |  |  |  |  | 48.1 MB |

      - **error** \`run/health-unexpected\` on \`linux/arm64\`: GET /health on port 5000 answered 500, not 200<br>hint: look at the log above; the application answers, so it is no matter of the platform
      - **environment** \`execution/no-handler\` on \`linux/s390x\`: this engine can run no program of linux/s390x<br>hint: docker run --privileged --rm tonistiigi/binfmt --install s390x
      - **inconclusive** \`run/hang\` on \`linux/riscv64\`: it is alive and listens nowhere
      - **warning** \`index/nested\`: entry 3 is an index itself

      - **error** the run did not end within 60 s; cause: timer<br>hint: give it longer
      "
    `)
  })

  it('has a part for each of several images', () => {
    expect(renderMarkdown(several)).toBe(`${renderMarkdown(passedReport)}\n${renderMarkdown(mixedReport)}`)
  })

  it('lets no text of an image become markup', () => {
    const text = renderMarkdown(hostileReport)
    expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e/u)
    const words = text.replaceAll(/(?<!`)(`+)(?!`).*?[^`]\1(?!`)/g, 'code')
    expect(words).not.toMatch(/<(?!br>)|@team|(?<!\\)[[\]]|:\/\//)
    const rows = text.split('\n').filter((line) => line.startsWith('|'))
    expect(rows).toHaveLength(3)
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(8)
  })
})

describe('text in Markdown', () => {
  it.each([
    ['plain words.', 'plain words.'],
    ['a*b_c`d', 'a\\*b\\_c&#96;d'],
    ['<b>&amp;', '&lt;b&gt;&amp;amp;'],
    ['[x](y)', '\\[x\\](y)'],
    ['a|b', 'a\\|b'],
    ['line\nbreak', 'line\\\\nbreak'],
    ['@team #1', '&#64;team \\#1'],
    ['a@team.example', 'a&#64;team.example'],
    ['app:1@sha256:0123', 'app:1@sha256:0123'],
    ['see @sha256:0123', 'see &#64;sha256:0123'],
    ['https://evil.example', 'https&#58;//evil.example'],
    ['www.evil.example', 'www&#46;evil.example'],
    ['--flag', '--flag'],
  ])('%j is written as %j', (text, markdown) => {
    expect(escapeMarkdown(text)).toBe(markdown)
  })

  it.each([
    ['linux/arm64', '`linux/arm64`'],
    ['a`b', '`` a`b ``'],
    ['``', '``` `` ```'],
    ['', '`  `'],
    ['a|b', '`a\\|b`'],
  ])('%j is the code %s', (text, markdown) => {
    expect(markdownCode(text)).toBe(markdown)
  })
})

describe("GitHub's annotations", () => {
  it('are nothing when all is well', () => {
    expect(renderGithub(passedReport)).toBe('')
  })

  it('are one for each finding that counts, and each error', () => {
    expect(renderGithub(mixedReport)).toMatchInlineSnapshot(`
      "::error title=run/health-unexpected (example.com/acme/app%3A1.4)::linux/arm64: GET /health on port 5000 answered 500, not 200%0Ahint: look at the log above; the application answers, so it is no matter of the platform
      ::error title=execution/no-handler (example.com/acme/app%3A1.4)::linux/s390x: this engine can run no program of linux/s390x%0Ahint: docker run --privileged --rm tonistiigi/binfmt --install s390x
      ::warning title=run/hang (example.com/acme/app%3A1.4)::linux/riscv64: it is alive and listens nowhere
      ::warning title=index/nested (example.com/acme/app%3A1.4)::entry 3 is an index itself
      ::error title=deadline-exceeded (example.com/acme/app%3A1.4)::the run did not end within 60 s%0Ahint: give it longer
      "
    `)
  })

  it('stand at the line of the Dockerfile that is to blame', () => {
    const cause = {
      file: 'build,1/Dockerfile',
      line: 4,
      text: 'FROM --platform=linux/amd64 app',
      why: 'is one platform',
    }
    const shared = createFinding('index/digest-shared', 'two platforms, one manifest', {
      evidence: { dockerfile: [cause] },
    })
    expect(renderGithub({ ...passedReport, findings: [shared] })).toBe(
      '::error file=build%2C1/Dockerfile,line=4,title=index/digest-shared (example.com/acme/app%3A1.4)::two platforms, one manifest\n',
    )
  })

  it('stand at the line where a build failed', () => {
    const errors = [{ code: 'build-failed', message: 'RUN pip install flask failed' }] as const
    expect(renderGithub({ ...fullReport, findings: [], platforms: [], errors })).toContain(
      '::error file=Dockerfile,line=4,title=build-failed (example.com/acme/app%3A1.4)::RUN pip install flask failed\n',
    )
  })

  it('lets no text of an image become a command', () => {
    const lines = renderGithub(hostileReport).trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    for (const line of lines) expect(line).toMatch(/^::error title=[^:,]*::[^\p{Cc}]*$/u)
  })
})
