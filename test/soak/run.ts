import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeSection } from '../../scripts/document-section.ts'
import { verify } from '../../src/index.ts'
import { listRunReports } from '../../src/report/run-reports.ts'
import { goodTenPlatforms } from '../support/acceptance/good-ten-platforms.ts'
import { openDistributionRegistry } from '../support/distribution-registry.ts'
import { removeImages } from '../support/engine.ts'
import { countProcess, listEngine, listLeft } from './holdings.ts'
import { startLoad } from './load.ts'
import { judgeSoak, renderSoak, type SoakRun } from './summary.ts'

const document = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url))
const say = (line: string): unknown => process.stderr.write(`soak: ${line}\n`)

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '50' },
    'no-load': { type: 'boolean', default: false },
    'no-write': { type: 'boolean', default: false },
  },
})
const count = Number(values.runs)
if (!Number.isSafeInteger(count) || count < 1) throw new Error(`--runs needs a whole number from 1, got ${values.runs}`)

/** Connections that are kept for the next request, and workers that are ending, are gone by then. */
const restMs = 3000

const { reference, repository } = await goodTenPlatforms(openDistributionRegistry())
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

async function verifyOnce(number: number): Promise<SoakRun> {
  const startedAtMs = performance.now()
  const result = await verify({ image: reference, http: '8080', keepImages: true })
  const durationMs = performance.now() - startedAtMs
  const [report] = listRunReports(result)
  const platforms = (report?.platforms ?? []).map(({ platform, verdict, start, findings }) => ({
    platform,
    verdict,
    said: findings.filter(({ severity }) => severity !== 'info').map(({ code, message }) => `${code}: ${message}`),
    ...(start?.readyMs === undefined ? {} : { readyMs: start.readyMs }),
  }))
  const errors = (report?.errors ?? []).map(({ code, message }) => `${code}: ${message}`)
  await sleep(restMs)
  const run: SoakRun = { number, verdict: report?.verdict ?? null, platforms, errors, durationMs, held: countProcess() }
  const { openFiles, threads, memoryBytes } = run.held
  const held = `${openFiles} open files, ${threads} threads, ${Math.round(memoryBytes / 1e6)} MB`
  say(`run ${number} of ${count}: ${run.verdict} in ${(durationMs / 1000).toFixed(1)} s; ${held}`)
  for (const { platform, verdict, said } of platforms) {
    if (verdict !== 'passed') say(`  ${platform} ${verdict}: ${said.join('; ')}`)
  }
  for (const error of errors) say(`  ${error}`)
  return run
}

/** What others do on the same engine comes and goes; what is left stays. */
async function findLeft(): Promise<readonly string[]> {
  let left = listLeft(before, await listEngine())
  for (let look = 0; left.length > 0 && look < 5; look++) {
    await sleep(restMs)
    const now = listLeft(before, await listEngine())
    left = left.filter((name) => now.includes(name))
  }
  return left
}

const runs: SoakRun[] = []
const before = await listEngine()
{
  using load = values['no-load'] ? undefined : startLoad(availableParallelism())
  if (load !== undefined) say(`${load.processes} processes compute all the time`)
  for (let number = 1; number <= count; number++) runs.push(await verifyOnce(number))
}
const left = await findLeft()
await removeImages(repository)

const summary = { runs, left, cores: availableParallelism(), hasLoad: !values['no-load'] }
const lines = renderSoak(summary)
process.stdout.write(`${lines.join('\n')}\n`)
if (!values['no-write']) await writeSection({ path: document, name: 'soak', lines })
const problems = judgeSoak(summary)
for (const problem of problems) say(problem)
process.exitCode = problems.length === 0 ? 0 : 1
