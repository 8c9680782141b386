import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { failedResult, type RingResult } from './ring-result.ts'
import { runRing } from './run-ring.ts'
import { formatSummary, summarizeRings } from './test-summary.ts'

const say = (line: string): unknown => process.stdout.write(`${line}\n`)

const root = fileURLToPath(new URL('..', import.meta.url))
const minuteMs = 60_000

/** The rings, cheapest first, and when one that does not end is killed. */
const rings = { unit: 5 * minuteMs, integration: 15 * minuteMs, e2e: 50 * minuteMs }

const checks = {
  format: ['prettier', '--check', '--log-level=warn', '.'],
  lint: ['oxlint', '--type-aware'],
  types: ['tsc', '-p', 'tsconfig.json'],
  build: ['npm', 'run', '--silent', 'build'],
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'summary-file': { type: 'string' },
    /** Why no engine could be had; the ring that needs one is then not started. */
    'no-engine': { type: 'string' },
  },
})

const results: RingResult[] = []

if (positionals.length === 0) {
  for (const [name, [command = '', ...args]] of Object.entries(checks)) {
    say(`\n── ${name} ──`)
    const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
    if (status !== 0) results.push(failedResult('check', name, `'${[command, ...args].join(' ')}' failed, see above`))
  }
}

for (const [name, deadlineMs] of Object.entries(rings)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  say(`\n── ${name} ──`)
  const missing = name === 'e2e' ? values['no-engine'] : undefined
  if (missing === undefined) results.push(await runRing({ name, root, deadlineMs }))
  else results.push(failedResult(name, 'the whole ring was NOT RUN', `it needs an engine: ${missing}`))
}

const summary = summarizeRings(results, { allowSkips: !process.env['CI'] })
for (const line of summary.lines) say(line)
if (values['summary-file'] === undefined) say(formatSummary(summary))
else writeFileSync(values['summary-file'], formatSummary(summary))
process.exitCode = summary.failed === 0 ? 0 : 1
