import { describe, expect, it } from 'vitest'
import { renderGithub } from '../../../reporters/github.ts'
import { renderMarkdown } from '../../../reporters/markdown.ts'
import { renderPublish } from '../../../reporters/publish-text.ts'
import { renderResult } from '../../../reporters/report-text.ts'
import { mergeRunReports } from '../../../src/report/merge.ts'
import type { PublishReport, RunReport } from '../../../src/report/report.ts'
import { passedReport, plain } from './sample-report.ts'

const previous = `sha256:${'1'.repeat(64)}` as const
const error = { code: 'publish-refused', message: 'someone moved it' } as const

function withPublish(publish: Partial<PublishReport>): RunReport {
  const none: PublishReport = { state: 'published', tags: [], sentBytes: 0, accepted: [] }
  return { ...passedReport, publish: { ...none, ...publish } }
}

const published = withPublish({
  state: 'incomplete',
  tags: [
    { reference: 'ghcr.io/acme/app:1.4', state: 'published', previous },
    { reference: 'ghcr.io/acme/app:latest', state: 'kept', previous, error },
  ],
  sentBytes: 2_000_000,
  accepted: ["linux/s390x was not run, as level: 'static' says"],
})
const refused = withPublish({
  state: 'refused',
  tags: [{ reference: 'ghcr.io/acme/app:1.4', state: 'kept', previous }],
  reasons: ['linux/arm64 is failed'],
})
const planned = withPublish({
  state: 'planned',
  tags: [{ reference: 'ghcr.io/acme/app:1.4\u001b[2J', state: 'planned' }],
})

function blockOf(report: RunReport): readonly string[] {
  const lines = renderResult(plain, report)
  return lines.slice(lines.lastIndexOf('') + 1)
}

describe('what became of tags', () => {
  it('stands below the platforms on a terminal, with what was there before', () => {
    expect(blockOf(published)).toEqual([
      '✓ ghcr.io/acme/app:1.4  published, was sha256:111111111111',
      '! ghcr.io/acme/app:latest  not published, stays sha256:111111111111',
      "  not proven, by your word: linux/s390x was not run, as level: 'static' says",
      '  2.0 MB sent',
    ])
    expect(blockOf(refused)).toEqual([
      '! ghcr.io/acme/app:1.4  not published, stays sha256:111111111111',
      '  not to be published: linux/arm64 is failed',
    ])
    expect(blockOf(planned)).toEqual([expect.stringMatching(/ghcr\.io\/acme\/app:1\.4.*would be published$/)])
    expect(blockOf(planned).join('')).not.toContain('\u001b')
  })

  it('is a list in Markdown', () => {
    expect(renderMarkdown(published)).toContain(
      '- ✅ `ghcr.io/acme/app:1.4` published, was sha256:111111111111\n- ⚠️ `',
    )
    expect(renderMarkdown(refused)).toContain('- not to be published: linux/arm64 is failed')
    expect(renderMarkdown(planned)).toContain('- ➖ `ghcr.io/acme/app:1.4')
  })

  it('is an annotation of a GitHub run, and a warning where nothing was published', () => {
    expect(renderGithub(published)).toContain('::notice title=publish')
    expect(renderGithub(refused)).toContain('::warning title=publish')
    expect(renderGithub(refused)).toContain('%0Alinux/arm64 is failed')
  })

  it('stays in a report that is rendered again, and says nothing where several are merged', () => {
    expect(mergeRunReports([published])).toHaveProperty('publish', published.publish)
    expect(mergeRunReports([published, passedReport])).not.toHaveProperty('publish')
  })
})

describe('an image that was published by a report', () => {
  const listing = { schemaVersion: 1, tool: passedReport.tool, state: 'published', tags: [], sentBytes: 0 } as const
  const digest = `sha256:${'2'.repeat(64)}` as const

  it.each([
    ['ghcr.io/acme/app:1.4', `ghcr.io/acme/app:1.4 ${digest}`],
    [`ghcr.io/acme/app@${digest}`, `ghcr.io/acme/app@${digest}`],
  ])('%s is named with its digest once', (reference, line) => {
    expect(renderPublish(plain, { ...listing, image: { reference, digest }, accepted: [] })).toEqual([line])
  })
})
