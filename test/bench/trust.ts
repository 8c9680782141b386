import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeSection } from '../../scripts/document-section.ts'
import { formatRepository, parseReference } from '../../src/oci/reference.ts'
import { measureAgreement } from './agreement.ts'
import { measureDetection } from './detection.ts'
import { prepareImages } from './images.ts'

const document = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url))
const say = (line: string): unknown => process.stderr.write(`trust: ${line}\n`)

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string', default: '15' },
    runs: { type: 'string', default: '20' },
    platform: { type: 'string', default: 'linux/arm64' },
    time: { type: 'string', default: '10m' },
    'no-write': { type: 'boolean', default: false },
  },
})
const [built] = positionals
if (built === undefined) throw new Error('the image to measure with is missing; run npm run bench:trust')
const isWanted = (name: string): boolean => values.only.length === 0 || values.only.includes(name)
const write = async (name: string, lines: readonly string[]): Promise<void> => {
  process.stdout.write(`${lines.join('\n')}\n`)
  if (!values['no-write']) await writeSection({ path: document, name, lines })
}

const reference = parseReference(built)
const { digest = '' } = reference
const repository = formatRepository(reference)
await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-trust-'))

if (isWanted('agreement')) {
  const { flaskPlatforms } = await prepareImages(built, folder.path)
  const lines = ['| Platform | Ours | hyperfine | Difference | Goal |', '| --- | --: | --: | --: | --: |']
  for (const pair of flaskPlatforms) {
    const [platform = '', own = ''] = pair.split('=')
    if (platform !== 'linux/amd64' && platform !== values.platform) continue
    say(`agreement on ${platform}`)
    const image = `${repository}@${own}`
    const options = { image, platform, rounds: Number(values.rounds), folder: folder.path, say }
    const { oursMs, hyperfineMs } = await measureAgreement(options)
    const difference = oursMs / hyperfineMs - 1
    const cells = [
      platform,
      `${Math.round(oursMs)} ms`,
      `${Math.round(hyperfineMs)} ms`,
      `${(difference * 100).toFixed(1)} %`,
    ]
    lines.push(`| ${cells.join(' | ')} | 5 % ${Math.abs(difference) <= 0.05 ? '✓' : '✗'} |`)
  }
  await write('agreement', lines)
}

for (const [name, isAlone] of [
  ['detection', true],
  ['detection-of-all', false],
] as const) {
  if (!isWanted(name)) continue
  const runs = Number(values.runs)
  const { platform, time } = values
  const result = await measureDetection({ repository, digest, platform, isAlone, slowdown: 0.1, runs, time, say })
  const { startMs, found, unchanged, falselyFound, unsure, rounds, ratios } = result
  const range = (numbers: readonly number[], places: number): string =>
    `${Math.min(...numbers).toFixed(places)} to ${Math.max(...numbers).toFixed(places)}`
  await write(name, [
    `| What, with ${isAlone ? `${platform} alone` : 'all platforms'} | Measured |`,
    '| --- | --- |',
    `| Start of ${platform} | ${Math.round(startMs)} ms |`,
    `| A slow-down of 10 % was found | ${found} of ${runs} runs |`,
    `| Something was found where nothing was | ${falselyFound} of ${unchanged} comparisons |`,
    `| Could not be said | ${unsure} of ${runs + unchanged} comparisons |`,
    `| Rounds | ${range(rounds, 0)} |`,
    `| The slow-down as it was measured | ${ratios.length === 0 ? '' : range(ratios, 2)} |`,
  ])
}
