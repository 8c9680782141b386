import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { combineRunReports } from '../../../src/report/run-reports.ts'
import { openChromium } from '../../support/chromium.ts'
import { fullReport } from '../../unit/reporters/full-report.ts'
import { largeReport } from '../../unit/reporters/large-report.ts'
import { hostileReport, mixedReport, passedReport } from '../../unit/reporters/sample-report.ts'
import { findBarriers, openReport } from './report-page.ts'

let browser: Browser

beforeAll(async () => {
  browser = await openChromium()
}, 300_000)

afterAll(() => browser.close())

const several = combineRunReports(passedReport.tool, 'verify', [passedReport, mixedReport])

describe('the page of a report, in Chromium', () => {
  it.each(Object.entries({ passedReport, mixedReport, fullReport, hostileReport, several }))(
    'opens %s from disk, fetches nothing and complains of nothing',
    async (_, report) => {
      const { page, url, requests, complaints } = await openReport(browser, report)
      expect(await page.locator('h1').count()).toBe(1)
      expect(requests).toEqual([url])
      expect(complaints).toEqual([])
    },
  )

  it('begins with the verdict and the matrix', async () => {
    const { page } = await openReport(browser, mixedReport)
    expect(await page.title()).toBe('failed: example.com/acme/app:1.4')
    expect(await page.locator('h1').innerText()).toContain('The image is proven wrong')
    const rows = await page.locator('table.matrix tbody tr').allInnerTexts()
    expect(rows.map((row) => row.split(/\s/)[0])).toEqual(mixedReport.platforms.map(({ platform }) => platform))
    expect(rows[1]).toMatch(/✗ failed\s+emulated by qemu-aarch64 on desktop/)
  })

  it('opens what did not pass, and keeps the rest closed', async () => {
    const { page } = await openReport(browser, mixedReport)
    const open = await page.locator('.platform[open] h3').allInnerTexts()
    expect(open).toEqual(['linux/arm64', 'linux/s390x', 'linux/riscv64'])
    expect(await page.locator('#linux-arm64 pre').first().innerText()).toContain('six \\x1b[31mred\\x1b[0m')
  })

  it('filters by verdict, severity and text, and says how much is shown', async () => {
    const { page } = await openReport(browser, mixedReport)
    const shown = page.locator('#shown')
    expect(await shown.innerText()).toBe('5 of 5 platforms, 6 of 6 findings')
    await page.getByRole('checkbox', { name: 'passed' }).uncheck()
    expect(await shown.innerText()).toBe('4 of 5 platforms, 5 of 6 findings')
    expect(await page.locator('tr[data-for=linux-amd64]').isVisible()).toBe(false)
    await page.getByRole('checkbox', { name: 'error' }).uncheck()
    expect(await page.locator('#linux-arm64-run-health-unexpected').isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Reset' }).click()
    expect(await shown.innerText()).toBe('5 of 5 platforms, 6 of 6 findings')
    await page.getByLabel('Filter by text').fill('NO-handler')
    expect(await shown.innerText()).toBe('1 of 5 platforms, 1 of 6 findings')
    await page.getByLabel('Filter by text').fill('nothing has this')
    expect(await shown.innerText()).toBe('0 of 5 platforms, 0 of 6 findings')
  })

  it('follows a link to a finding, though it be closed or filtered away', async () => {
    const { page } = await openReport(browser, mixedReport, { hash: '#linux-amd64-rootfs-variant-unverified' })
    const finding = page.locator('#linux-amd64-rootfs-variant-unverified')
    expect(await finding.isVisible()).toBe(true)
    expect(await page.evaluate('document.activeElement.id')).toBe('linux-amd64-rootfs-variant-unverified')
    await page.getByLabel('Filter by text').fill('nothing has this')
    await page.evaluate("location.hash = '#linux-s390x'")
    await page.locator('#linux-s390x[open]').waitFor()
    expect(await page.locator('#linux-s390x .finding').isVisible()).toBe(true)
  })

  it('leaves the focus where a user moved it right after following a link', async () => {
    const { page } = await openReport(browser, passedReport)
    const focused = await page.evaluate(`new Promise((resolve) => {
      document.querySelector('a[href="#content"]').click()
      document.querySelector('#search').focus()
      setTimeout(() => resolve(document.activeElement.id), 100)
    })`)
    expect(focused).toBe('search')
    expect(await page.evaluate('location.hash')).toBe('#content')
  })

  it('copies a command that runs a platform by its digest', async () => {
    const { page } = await openReport(browser, passedReport, { permissions: ['clipboard-read', 'clipboard-write'] })
    await page.getByRole('button', { name: 'Open all' }).click()
    await page.locator('#linux-arm64').getByRole('button', { name: 'copy: run it by digest' }).click()
    await page.getByText('Copied', { exact: true }).waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      `docker run --rm --platform linux/arm64 example.com/acme/app@${passedReport.platforms[1]?.digest}`,
    )
  })

  it('is used without a mouse', async () => {
    const { page } = await openReport(browser, passedReport)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('content')
    await page.keyboard.press('/')
    expect(await page.evaluate('document.activeElement.id')).toBe('search')
    await page.keyboard.type('arm/v7')
    expect(await page.locator('#shown').innerText()).toMatch(/^1 of 3 platforms/)
    await page.locator('#linux-arm-v7 summary').first().focus()
    await page.keyboard.press('Enter')
    expect(await page.locator('#linux-arm-v7').getAttribute('open')).toBe('')
  })

  it('is dark where the system is, or where someone chose so', async () => {
    const background = 'getComputedStyle(document.body).backgroundColor'
    const dark = await openReport(browser, passedReport, { colorScheme: 'dark' })
    const light = await openReport(browser, passedReport, { colorScheme: 'light' })
    const [darkColor, lightColor] = [await dark.page.evaluate(background), await light.page.evaluate(background)]
    expect(darkColor).not.toBe(lightColor)
    const button = light.page.getByRole('button', { name: 'Dark colours' })
    expect(await button.getAttribute('aria-pressed')).toBe('false')
    await button.click()
    expect(await light.page.evaluate(background)).toBe(darkColor)
    expect(await button.getAttribute('aria-pressed')).toBe('true')
    const later = await openReport(browser, passedReport, {
      colorScheme: 'light',
      before: "localStorage.setItem('everyarch-theme', 'dark')",
    })
    expect(await later.page.evaluate(background)).toBe(darkColor)
  })

  it.each([
    ['light', fullReport, 1280],
    ['dark', fullReport, 1280],
    ['light', mixedReport, 360],
    ['dark', several, 1280],
    ['light', hostileReport, 1280],
  ] as const)('has no barriers that axe knows: %s', async (colorScheme, report, width) => {
    const { page } = await openReport(browser, report, { colorScheme, viewport: { width, height: 800 } })
    await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    expect(await findBarriers(page)).toEqual([])
  })

  it('is as wide as a telephone there', async () => {
    const { page } = await openReport(browser, fullReport, { viewport: { width: 360, height: 800 } })
    await page.getByRole('button', { name: 'Open all' }).click()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
  })

  it('shows all there is without scripts, and no button that would do nothing', async () => {
    const { page } = await openReport(browser, mixedReport, { javaScriptEnabled: false })
    expect(await page.locator('#linux-arm64 .finding').first().isVisible()).toBe(true)
    expect(await page.locator('button:visible').count()).toBe(0)
    await page.locator('#linux-amd64 summary').first().click()
    expect(await page.locator('#linux-amd64 .finding').isVisible()).toBe(true)
  })

  it('runs no script and loads no picture that is put into it', async () => {
    const { page, complaints } = await openReport(browser, hostileReport)
    const outcome = await page.evaluate(`new Promise((resolve) => {
      const script = document.createElement('script')
      script.textContent = 'window.wasRun = true'
      const image = document.createElement('img')
      image.onerror = () => resolve([window.wasRun, 'refused'])
      image.onload = () => resolve([window.wasRun, 'loaded'])
      image.src = 'http://127.0.0.1:9/picture.png'
      document.body.append(script, image)
    })`)
    expect(outcome).toEqual([undefined, 'refused'])
    expect(complaints.filter((text) => text.includes('Content Security Policy'))).toHaveLength(2)
  })

  it('is fine with thirty platforms and five hundred findings', async () => {
    const { page, complaints } = await openReport(browser, largeReport)
    expect(await page.locator('#shown').innerText()).toBe('30 of 30 platforms, 500 of 500 findings')
    await page.getByLabel('Filter by text').fill('linux/arch29')
    expect(await page.locator('#shown').innerText()).toBe('1 of 30 platforms, 16 of 500 findings')
    expect(complaints).toEqual([])
  })
})
