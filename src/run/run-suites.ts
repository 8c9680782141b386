import { existsSync } from 'node:fs'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type * as Vitest from 'vitest/node'
import { HarnessError } from '../errors.ts'
import type { SuiteProject, SuiteResult } from './suites.ts'

/**
 * Runs the built-in suites, one vitest project per platform.
 * @throws HarnessError `suite-invalid` when a suite could not be loaded
 */
export async function runSuites(
  projects: readonly SuiteProject[],
  address: string,
  signal: AbortSignal,
): Promise<readonly SuiteResult[]> {
  const results: SuiteResult[] = []
  const options = vitestOptions(projects, address, (result) => void results.push(result))
  const { unhandledErrors, testModules } = await runVitest(options, signal)
  const broken = [...unhandledErrors, ...testModules.flatMap((module) => module.errors())][0]
  if (broken !== undefined && !signal.aborted) {
    throw new HarnessError('suite-invalid', 'a suite could not be run', { cause: broken })
  }
  // A test that was cancelled has not failed.
  return signal.aborted ? results.filter(({ passed }) => passed) : results
}

// vitest would make a node_modules in the folder of the suites, or above it, for what it wants to know next time.
const keepsNothing = { cache: false, fsModuleCache: false } as const

/** Runs vitest once, where it writes to nobody and leaves no file. */
export async function runVitest(options: VitestOptions, signal: AbortSignal): Promise<Vitest.TestRunResult> {
  const { createVitest } = await loadVitest()
  // vitest would hide the cursor of a terminal that is not its own.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const vitest = await createVitest('test', { ...options, ...keepsNothing }, {}, { stdout: silent, stderr: silent })
  const cancel = (): void => void vitest.cancelCurrentRun('keyboard-input')
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  try {
    return await vitest.start()
  } finally {
    signal.removeEventListener('abort', cancel)
    await vitest.close()
  }
}

/** A peer: some package managers leave it to the user to install. */
export async function loadVitest(): Promise<typeof Vitest> {
  try {
    return await import('vitest/node')
  } catch (cause) {
    throw new HarnessError('suite-invalid', 'vitest, which runs the suites, cannot be loaded', {
      cause,
      hint: 'install it beside everyarch: npm install --save-dev vitest@5',
    })
  }
}

export type VitestOptions = Parameters<typeof Vitest.createVitest>[1]

function vitestOptions(
  projects: readonly SuiteProject[],
  address: string,
  onResult: (result: SuiteResult) => void,
): VitestOptions {
  return {
    config: false,
    root: fileURLToPath(suitesFolder),
    watch: false,
    isolate: false,
    pool: 'threads',
    maxWorkers: 1,
    reporters: [{ onTestCaseResult: (test) => onResult(readResult(test)) }],
    projects: projects.map(({ target, suites }) => ({
      resolve: { alias: { 'everyarch/vitest': fixturesFile() } },
      test: {
        name: target.project,
        include: suites.map((suite) => `${suite}.test.${extension()}`),
        exclude: [],
        isolate: false,
        pool: 'threads',
        // Every answer a suite waits for has a deadline of its own.
        testTimeout: 0,
        hookTimeout: 0,
        provide: { everyarchAddress: address, everyarchTarget: target },
        server: { deps: { external: [packagePattern] } },
      },
    })),
  }
}

/** What `everyarch/vitest` means in a suite, wherever that is. */
export function fixturesFile(): string {
  return fileURLToPath(new URL(`../vitest.${extension()}`, import.meta.url))
}

/** Of this package's files: they are no part of a suite that vitest would have to translate. */
export const packagePattern = new RegExp(
  fileURLToPath(new URL('../', import.meta.url))
    .replaceAll('\\', '/')
    .replaceAll(/[.*+?^${}()|[\]]/g, '\\$&'),
)

function extension(): 'js' | 'ts' {
  return existsSync(suitePath('architecture', 'js')) ? 'js' : 'ts'
}

const suitesFolder = new URL('../../suites/', import.meta.url)

function suitePath(name: string, ending: string): string {
  return fileURLToPath(new URL(`${name}.test.${ending}`, suitesFolder))
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
