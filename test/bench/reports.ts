import { mkdtempDisposable, rename, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { writeDocuments } from '../../src/cli/write-documents.ts'
import { reporterNames } from '../../src/report/reporter.ts'
import { openChromium } from '../support/chromium.ts'
import { largeReport } from '../unit/reporters/large-report.ts'
import { summarize } from './statistics.ts'

const rounds = 10
const say = (line: string): unknown => process.stdout.write(`${line}\n`)

async function measure(action: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now()
  await action()
  return performance.now() - startedAtMs
}

/** Every form of a run of thirty platforms with five hundred findings, and its page in a real Chromium. */
await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-bench-'))
const reporters = reporterNames.flatMap((name) => (name === 'terminal' ? [] : [{ name, file: name }]))
const write = () => writeDocuments(largeReport, { reporters, cwd: folder.path, print: () => undefined })
const firstMs = await measure(write)
const writes: number[] = []
for (let round = 0; round < rounds; round += 1) writes.push(await measure(write))
const written = await summarize(writes)
const { size } = await stat(join(folder.path, 'html'))
say(
  `all ${reporters.length} documents: ${firstMs.toFixed(0)} ms with loading the reporters, then ${written.median.toFixed(0)} ms (± ${written.mad.toFixed(0)})`,
)
say(`the page: ${(size / 1e6).toFixed(2)} MB`)

await using browser = await openChromium()
const page = await browser.newPage()
// A page ends in .html, or a browser takes it for text.
const file = join(folder.path, 'report.html')
await rename(join(folder.path, 'html'), file)
const [opened, filtered]: [number[], number[]] = [[], []]
for (let round = 0; round < rounds; round += 1) {
  opened.push(await measure(() => page.goto(pathToFileURL(file).href)))
  filtered.push(
    await measure(async () => {
      await page.fill('#search', 'linux/arch29')
      await page.locator('#shown', { hasText: '1 of 30' }).waitFor()
    }),
  )
}
const [open, filter] = [await summarize(opened), await summarize(filtered)]
say(
  `in Chromium ${browser.version()}: to be used after ${open.median.toFixed(0)} ms (± ${open.mad.toFixed(0)}), filtered after ${filter.median.toFixed(0)} ms (± ${filter.mad.toFixed(0)})`,
)
