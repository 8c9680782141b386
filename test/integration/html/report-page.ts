import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { renderHtml } from '../../../reporters/html.ts'
import type { RunReport, RunReports } from '../../../src/report/report.ts'

export interface ReportPage {
  readonly page: Page
  readonly url: string
  /** What the page asked for, and everything it complained about. */
  readonly requests: readonly string[]
  readonly complaints: readonly string[]
}

/** Opens a report's page from a file, as a user does. */
export async function openReport(
  browser: Browser,
  report: RunReport | RunReports,
  options: BrowserContextOptions & { readonly hash?: string; readonly before?: string } = {},
): Promise<ReportPage> {
  const { hash = '', before, ...rest } = options
  const folder = mkdtempSync(join(tmpdir(), 'everyarch-html-'))
  const file = join(folder, 'report.html')
  writeFileSync(file, await renderHtml(report))
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...rest })
  onTestFinished(async () => {
    await context.close()
    rmSync(folder, { recursive: true, force: true })
  })
  if (before !== undefined) await context.addInitScript(before)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const requests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  const url = `${pathToFileURL(file).href}${hash}`
  await page.goto(url)
  return { page, url, requests, complaints }
}

/** What axe has against a page, as far as it can be told by a program. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const found: unknown = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target + ' ' + failureSummary)))`,
  )
  if (!Array.isArray(found)) throw new Error('axe gave no list')
  return found.map(String)
}
