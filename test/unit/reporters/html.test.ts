import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { listCommands } from '../../../reporters/commands.ts'
import { renderHtml } from '../../../reporters/html.ts'
import { createFinding } from '../../../src/report/finding.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { fullReport } from './full-report.ts'
import { largeReport } from './large-report.ts'
import { hostileReport, mixedReport, passedReport, platformReport } from './sample-report.ts'

const digest = passedReport.image?.digest ?? 'sha256:'

describe('the HTML document', () => {
  it('allows its own style and script by their digests, and nothing else', async () => {
    const page = await renderHtml(passedReport)
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? []
    expect(policy).toMatch(/^default-src &#39;none&#39;; /)
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
    for (const name of ['style', 'script']) {
      const [, text = ''] = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(page) ?? []
      expect(policy).toContain(`${name}-src &#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`)
    }
  })

  it('is the same for the same report', async () => {
    expect(await renderHtml(fullReport)).toBe(await renderHtml(fullReport))
  })

  it.each([passedReport, mixedReport, hostileReport, fullReport])(
    'has every anchor once, and links to those (%#)',
    async (report) => {
      const page = await renderHtml(report)
      const ids = [...page.matchAll(/ id="([^"]*)"/g)].flatMap(([, id]) => id ?? [])
      expect(new Set(ids).size).toBe(ids.length)
      const links = [...page.matchAll(/ href="#([^"]*)"/g)].flatMap(([, id]) => id ?? [])
      expect(links.filter((id) => !ids.includes(id))).toEqual([])
      expect(links.length).toBeGreaterThan(1)
    },
  )

  it('keeps the names of its own parts from platforms that are called so', async () => {
    const names = ['search', 'theme', 'content', 'Search', '***'].map((name) => platformReport(name))
    const page = await renderHtml({ ...passedReport, platforms: names })
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].flatMap(([, id]) => id ?? [])
    expect(ids).toEqual(expect.arrayContaining(['search-2', 'theme-2', 'content-2', 'search-3', 'part']))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('lets no text of an image become markup, nor anything that cannot be seen', async () => {
    const page = await renderHtml(hostileReport)
    expect(page).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u)
    const rest = page.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<script>[\s\S]*<\/script>/, '')
    expect(rest).not.toMatch(/<script|<b>|javascript:|\son\w+=/)
    expect(rest).toContain('&lt;script&gt;')
  })

  it('holds a report of thirty platforms and five hundred findings in less than a megabyte', async () => {
    const page = await renderHtml(largeReport)
    expect(page.match(/class="finding"/g)).toHaveLength(500)
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000)
  })

  it('holds lines of a megabyte and ten thousand findings in what a browser can show', async () => {
    const long = '\u{1f4a3}<i>'.repeat(200_000)
    const findings = Array.from({ length: 10_000 }, (_, number) =>
      createFinding('run/crash', number < 100 ? long : 'short', {
        hint: 'h',
        evidence: { log: [long.slice(0, 20_000)], path: long.slice(0, 20_000) },
      }),
    )
    const report: RunReport = {
      ...passedReport,
      platforms: [platformReport('linux/amd64', { verdict: 'failed', findings })],
    }
    expect(Buffer.byteLength(await renderHtml(report))).toBeLessThan(10_000_000)
  })
})

describe('the commands that reproduce a platform', () => {
  const image = { reference: 'ghcr.io/acme/app:1.4', digest }

  it('name it by digest', () => {
    expect(listCommands({ image }, platformReport('linux/arm64')).map(({ line }) => line)).toEqual([
      `docker run --rm --platform linux/arm64 ghcr.io/acme/app@${digest}`,
      `everyarch verify ghcr.io/acme/app@${digest} --platform linux/arm64`,
    ])
  })

  it('quote what a shell would take for something else', () => {
    const [first] = listCommands({ image }, platformReport("windows(10.0.1)/amd64'; reboot"))
    expect(first?.line).toContain(String.raw`--platform 'windows(10.0.1)/amd64'\''; reboot' ghcr.io`)
  })

  it.each(['oci:folder', 'docker-daemon:app', 'a b', 'app\u202e', '-v', '$(reboot)'])(
    'are none for an image called %j',
    (reference) => {
      expect(listCommands({ image: { reference, digest } }, platformReport('linux/amd64'))).toEqual([])
    },
  )

  it('are none for a platform whose name cannot be seen', () => {
    expect(listCommands({ image }, platformReport('linux/\u202earm64'))).toEqual([])
  })
})
