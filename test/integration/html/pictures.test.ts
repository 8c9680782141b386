import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderSvgTimeline } from '../../../reporters/svg-timeline.ts'
import { renderSvg } from '../../../reporters/svg.ts'
import { parseRunReport } from '../../../src/report/parse.ts'
import { openChromium } from '../../support/chromium.ts'
import { largeReport } from '../../unit/reporters/large-report.ts'
import { measuredReport } from '../../unit/reporters/measured-report.ts'
import { lookAtPictures } from './picture-facts.ts'
import { findBarriers, openReport } from './report-page.ts'

let browser: Browser

beforeAll(async () => {
  browser = await openChromium()
}, 300_000)

afterAll(() => browser.close())

const longNames: unknown = JSON.parse(
  JSON.stringify(measuredReport)
    .replaceAll('linux/s390x', 'windows/amd64:10.0.20348.2700')
    .replaceAll('linux/386', '平台'.repeat(12))
    .replaceAll('RUN false', `RUN ${'W'.repeat(80)}`),
)
const reports = { measured: measuredReport, large: largeReport, named: parseRunReport(longNames) }
const schemes = ['light', 'dark'] as const

const unmarred = { clipped: [], overlaps: [], faint: [] }

describe.each(schemes)('where it is %s', (colorScheme) => {
  it.each(Object.entries(reports))('the pictures on the page of a report can be read: %s', async (_, report) => {
    const { page, complaints } = await openReport(browser, report, { colorScheme })
    const facts = await lookAtPictures(page)
    expect(facts).toHaveLength(2)
    for (const { texts, bars, ...faults } of facts) {
      expect(bars).toBeGreaterThan(5)
      expect(texts).toBeGreaterThan(bars)
      expect(faults).toEqual(unmarred)
    }
    expect(complaints).toEqual([])
  })

  it.each(Object.entries({ renderSvg, renderSvgTimeline }))('a file can be read: %s', async (_, render) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-picture-'))
    const file = join(folder.path, 'picture.svg')
    await writeFile(file, await render(largeReport))
    const page = await browser.newPage({ colorScheme })
    await page.goto(pathToFileURL(file).href)
    expect(await lookAtPictures(page)).toMatchObject([unmarred])
    await page.close()
  })

  it('axe knows no barriers', async () => {
    const { page } = await openReport(browser, measuredReport, { colorScheme })
    expect(
      await page.getByRole('img', { name: 'Medians of what was measured, with their 95 % intervals' }).count(),
    ).toBe(1)
    expect(await findBarriers(page)).toEqual([])
  })
})

describe('a picture that is a file', () => {
  it('has other colours as the image of a page that is dark', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-picture-'))
    await writeFile(join(folder.path, 'picture.svg'), await renderSvg(measuredReport))
    const file = join(folder.path, 'page.html')
    await writeFile(
      file,
      '<!doctype html><meta name="color-scheme" content="light dark"><img src="picture.svg" alt="">',
    )
    const pixels = await Promise.all(
      schemes.map(async (colorScheme) => {
        const page = await browser.newPage({ colorScheme })
        await page.goto(pathToFileURL(file).href)
        const shown = await page.locator('img').screenshot()
        const [ground] = await readPixels(page, shown)
        await page.close()
        return ground
      }),
    )
    expect(pixels).toEqual(['255,255,255', '23,27,34'])
  })
})

/** The colour of the first pixel. */
async function readPixels(page: Page, png: Buffer): Promise<readonly unknown[]> {
  return page.evaluate<
    readonly unknown[]
  >(`createImageBitmap(new Blob([new Uint8Array(${JSON.stringify([...png])})])).then((bitmap) => {
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
    context.drawImage(bitmap, 0, 0)
    return [[...context.getImageData(4, 4, 1, 1).data].slice(0, 3).join()]
  })`)
}
