import { spawn } from 'node:child_process'
import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { failedResult, parseRingResult, type RingResult } from './ring-result.ts'

const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const reporter = fileURLToPath(new URL('ring-reporter.ts', import.meta.url))

export interface RingOptions {
  /** The vitest project; those whose names begin with it and a hyphen belong to it. */
  readonly name: string
  /** The folder of vitest.config.ts. */
  readonly root: string
  /** When a ring that does not end is killed. */
  readonly deadlineMs: number
  /** Where vitest's own output goes. @default 'inherit' */
  readonly output?: 'inherit' | 'ignore'
}

/** Runs one vitest project in a process of its own; whatever happens to that process becomes a result. */
export async function runRing({ name, root, deadlineMs, output = 'inherit' }: RingOptions): Promise<RingResult> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-ring-'))
  const resultPath = join(folder.path, 'result.json')
  const projects = ['--project', name, '--project', `${name}-*`]
  const args = [vitest, 'run', '--root', root, ...projects, '--reporter=default', `--reporter=${reporter}`]
  const env = { ...process.env, EVERYARCH_RING_RESULT: resultPath }
  const ending = await new Promise<string>((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', output, output] })
    const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs)
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      resolve(signal === null ? `exit code ${code}` : `signal ${signal}`)
    })
  })
  const json = await readFile(resultPath, 'utf8').catch(() => undefined)
  if (json === undefined) return failedResult(name, 'vitest', `ended with ${ending} before it could report`)
  return completeResult(parseRingResult(name, json), ending)
}

/** A ring is green only when something ran and vitest itself says so. */
function completeResult(result: RingResult, ending: string): RingResult {
  if (result.failures.length > 0) return result
  if (result.passed + result.skipped.length === 0) return failedResult(result.name, 'the ring', 'ran no test')
  if (ending === 'exit code 0') return result
  return { ...result, failures: [{ title: 'vitest', reason: `ended with ${ending}, though no test failed` }] }
}
