import { existsSync } from 'node:fs'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type * as Vitest from 'vitest/node'
import { HarnessError } from '../errors.ts'
import type { TargetInfo } from '../harness/protocol.ts'
import { keepProcess } from './keep-process.ts'

/** What one suite said of one project. */
export interface SuiteResult {
  readonly project: string
  /** The suite file's name without its ending: `architecture`. */
  readonly suite: string
  readonly test: string
  readonly passed: boolean
  readonly durationMs: number
  /** What the failed assertions said. */
  readonly messages: readonly string[]
}

export interface SuiteProject {
  readonly target: TargetInfo
  /** The built-in suites that apply. */
  readonly suites: readonly string[]
}

export interface SuitesOptions {
  readonly projects: readonly SuiteProject[]
  readonly address: string
  readonly signal: AbortSignal
}

/**
 * Runs the built-in suites, one vitest project per platform.
 * @throws HarnessError `suite-invalid` when a suite could not be loaded
 */
export async function runSuites(options: SuitesOptions): Promise<readonly SuiteResult[]> {
  if (options.projects.length === 0) return []
  const { createVitest } = await importVitest()
  const results: SuiteResult[] = []
  const cli = vitestOptions(options, (result) => void results.push(result))
  // vitest would hide the cursor of a terminal that is not its own.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const own = keepProcess()
  const vitest = await createVitest('test', cli, {}, { stdout: silent, stderr: silent })
  const cancel = (): void => void vitest.cancelCurrentRun('keyboard-input')
  options.signal.addEventListener('abort', cancel, { once: true })
  if (options.signal.aborted) cancel()
  try {
    const { unhandledErrors, testModules } = await vitest.start()
    const broken = [...unhandledErrors, ...testModules.flatMap((module) => module.errors())][0]
    if (broken !== undefined && !options.signal.aborted) {
      throw new HarnessError('suite-invalid', 'a suite could not be run', { cause: broken })
    }
    // A test that was cancelled has not failed.
    return options.signal.aborted ? results.filter(({ passed }) => passed) : results
  } finally {
    options.signal.removeEventListener('abort', cancel)
    await vitest.close()
    own.release()
  }
}

/** A peer: some package managers leave it to the user to install. */
async function importVitest(): Promise<typeof Vitest> {
  try {
    return await import('vitest/node')
  } catch (cause) {
    throw new HarnessError('suite-invalid', 'vitest, which runs the suites, cannot be loaded', {
      cause,
      hint: 'install it beside everyarch: npm install --save-dev vitest@5',
    })
  }
}

type VitestOptions = Parameters<typeof Vitest.createVitest>[1]

function vitestOptions({ projects, address }: SuitesOptions, onResult: (result: SuiteResult) => void): VitestOptions {
  const extension = existsSync(suitePath('architecture', 'js')) ? 'js' : 'ts'
  const fixtures = fileURLToPath(new URL(`../vitest.${extension}`, import.meta.url))
  return {
    config: false,
    root: fileURLToPath(suitesFolder),
    watch: false,
    isolate: false,
    pool: 'threads',
    maxWorkers: 1,
    reporters: [{ onTestCaseResult: (test) => onResult(readResult(test)) }],
    projects: projects.map(({ target, suites }) => ({
      resolve: { alias: { 'everyarch/vitest': fixtures } },
      test: {
        name: target.project,
        include: suites.map((suite) => `${suite}.test.${extension}`),
        exclude: [],
        isolate: false,
        pool: 'threads',
        // Every answer a suite waits for has a deadline of its own.
        testTimeout: 0,
        hookTimeout: 0,
        provide: { everyarchAddress: address, everyarchTarget: target },
        server: { deps: { external: [/\/src\/vitest\.[jt]s$/] } },
      },
    })),
  }
}

const suitesFolder = new URL('../../suites/', import.meta.url)

function suitePath(name: string, extension: string): string {
  return fileURLToPath(new URL(`${name}.test.${extension}`, suitesFolder))
}

function readResult(test: Vitest.TestCase): SuiteResult {
  const { state, errors } = test.result()
  return {
    project: test.project.name,
    suite: (test.module.relativeModuleId.split('/').at(-1) ?? '').replace(/\.test\.[jt]s$/, ''),
    test: test.fullName,
    passed: state === 'passed',
    durationMs: test.diagnostic()?.duration ?? 0,
    messages: (errors ?? []).map(({ message }) => message ?? ''),
  }
}
