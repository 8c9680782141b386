import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeSection } from '../../scripts/document-section.ts'
import { listComparisons, listFootprints } from './comparisons.ts'
import { prepareImages } from './images.ts'
import { measureComparison, measureFootprint, type ComparisonResult, type FootprintResult } from './measure.ts'
import { measureBusyPart } from './quiet.ts'
import { renderTables } from './table.ts'
import { describeTools } from './tools.ts'

const document = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url))
const say = (line: string): unknown => process.stderr.write(`bench: ${line}\n`)

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    warmup: { type: 'string', default: '2' },
    only: { type: 'string', multiple: true, default: [] },
    'no-write': { type: 'boolean', default: false },
  },
})

function readCount(text: string, flag: string, least: number): number {
  const count = Number(text)
  if (Number.isSafeInteger(count) && count >= least) return count
  throw new Error(`--${flag} needs a whole number from ${least}, got ${text}`)
}

const [built] = positionals
if (built === undefined) throw new Error('the image to measure with is missing; run npm run bench')
const options = {
  rounds: values.rounds === undefined ? undefined : readCount(values.rounds, 'rounds', 1),
  warmupRounds: readCount(values.warmup, 'warmup', 0),
  say,
}
const isWanted = ({ name }: { readonly name: string }): boolean =>
  values.only.length === 0 || values.only.includes(name)

const busy = await measureBusyPart(2000)
if (busy > 0.1) say(`this machine is ${Math.round(busy * 100)} % busy with other things: the spread will show it`)

const folder = await mkdtemp(join(tmpdir(), 'everyarch-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
const images = await prepareImages(built, folder)
const comparisons: ComparisonResult[] = []
for (const comparison of listComparisons(images).filter(isWanted)) {
  comparisons.push(await measureComparison(comparison, options))
}
const footprints: FootprintResult[] = []
for (const footprint of listFootprints(images).filter(isWanted)) {
  footprints.push(await measureFootprint(footprint, options))
}

const lines = [...renderTables(comparisons, footprints), await describeTools(comparisons)]
process.stdout.write(`${lines.join('\n')}\n`)
if (values['no-write'] || values.only.length > 0) say('nothing was written')
else {
  await writeSection({ path: document, name: 'measurements', lines })
  say('docs/benchmarks.md holds these tables now')
}
