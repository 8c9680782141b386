import { execFileSync } from 'node:child_process'
import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeSection } from '../../scripts/document-section.ts'
import { median } from '../../src/bench/statistics.ts'
import { unionMs, type StepInterval } from '../../src/build/build-steps.ts'
import { findBuilder } from '../../src/build/find-builder.ts'
import { openBuildTimer } from '../../src/build/time-build.ts'
import { noBuildWishes } from '../../src/config/build-wishes.ts'
import { asObject, asString, parseJson } from '../../src/oci/json.ts'
import { formatPlatform, parsePlatform } from '../../src/oci/platform.ts'

// Holds what builds of the Flask example take by their steps' events against the total of BuildKit's own record of them.

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, 'no-write': { type: 'boolean', default: false } },
})
const rounds = Number(values.rounds)
const document = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url))
const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7'].map((name) => parsePlatform(name))
const env = process.env
const base = execFileSync('scripts/engine', ['base', 'flask'], { encoding: 'utf8' }).trim()
const { signal } = new AbortController()
const { builder } = await findBuilder({ env, platforms, signal, onStart: () => undefined })
await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-bench-'))
let intervals: readonly StepInterval[] = []
const metadataFile = join(folder.path, 'metadata.json')
const timer = openBuildTimer({
  wishes: {
    ...noBuildWishes,
    source: { kind: 'context', context: 'examples/flask' },
    buildContexts: base === '' ? [] : [base.replace('--build-context=', '')],
  },
  builder,
  env,
  target: 'default',
  metadataFile,
  onSteps: (_platform, _heat, steps) => {
    intervals = steps.flatMap((step) => step.intervals)
  },
})

/** What BuildKit keeps of the last build: from the request to its end. */
async function totalMs(): Promise<number> {
  const metadata = asObject(parseJson(await readFile(metadataFile), 'metadata'))
  const id = metadata.required('buildx.build.ref', asString).split('/').at(-1) ?? ''
  const args = ['buildx', 'history', 'inspect', '--builder', builder.name, '--format', 'json', id]
  const record: unknown = JSON.parse(execFileSync('docker', args, { encoding: 'utf8' }))
  const duration = typeof record === 'object' && record !== null ? Number(Reflect.get(record, 'Duration')) : Number.NaN
  return duration / 1e6
}

interface Times {
  /** Of BuildKit's own record. */
  readonly totalMs: number
  /** As a report has it. */
  readonly oursMs: number
  /** In which any step was worked on. */
  readonly unionMs: number
}

const times = new Map<string, Times[]>()
for (let round = 1; round <= rounds; round++) {
  for (const platform of platforms) {
    for (const heat of ['cold', 'warm'] as const) {
      const { durationMs } = await timer.time(platform, heat, signal)
      const name = `${heat} | \`${formatPlatform(platform)}\``
      const one = { totalMs: await totalMs(), oursMs: durationMs, unionMs: unionMs(intervals) }
      times.set(name, [...(times.get(name) ?? []), one])
    }
  }
  process.stderr.write(`build-total: round ${round} of ${rounds}\n`)
}
const lines = [
  '| Build | Platform | BuildKit’s record | Ours | Difference | Union of the steps | Difference |',
  '| ----- | -------- | ----------------: | ---: | ---------: | -----------------: | ---------: |',
]
for (const [name, all] of [...times].toSorted(([one], [other]) => one.localeCompare(other))) {
  const middle = (of: (one: Times) => number): string => `${median(all.map(of)).toFixed(1)} ms`
  const apart = (of: (one: Times) => number): string =>
    `${median(all.map((one) => (Math.abs(one.totalMs - of(one)) / one.totalMs) * 100)).toFixed(2)} %`
  const [ours, union] = [({ oursMs }: Times) => oursMs, (one: Times) => one.unionMs]
  const cells = [name, middle(({ totalMs: total }) => total), middle(ours), apart(ours), middle(union), apart(union)]
  lines.push(`| ${cells.join(' | ')} |`)
}
process.stdout.write(`${lines.join('\n')}\n`)
if (!values['no-write']) await writeSection({ path: document, name: 'build-total', lines })
