import { relative, sep } from 'node:path'
import type * as Vitest from 'vitest/node'
import { HarnessError } from '../errors.ts'
import type { OwnBench, OwnProgress, OwnSuitesRequest, OwnTest } from './own-test.ts'
import { fixturesFile, packagePattern, runVitest, type VitestOptions } from './run-suites.ts'
import { describeSuiteError, findLine, messagesOf } from './suite-error.ts'

type Tell = (progress: OwnProgress) => void

/**
 * Runs the user's suites against one platform, and tells what happens while it does.
 * @throws HarnessError `suite-invalid` when one cannot be loaded, with the file and the reason
 */
export async function runOwnSuites(request: OwnSuitesRequest, tell: Tell, signal: AbortSignal): Promise<void> {
  const { unhandledErrors, testModules } = await runVitest(vitestOptions(request, tell), signal)
  if (signal.aborted) return
  const { root, files, testTimeoutMs: allowedMs } = request
  for (const module of testModules) {
    const broken = module.errors()[0]
    const file = nameOf(module.moduleId, root)
    if (broken === undefined) continue
    if (module.children.size === 0) throw unloaded(file, describeSuiteError(broken, module.moduleId))
    tell({ allowedMs, result: failure(file, 'what its tests share', broken, module.moduleId) })
  }
  const found = new Set(testModules.map((module) => nameOf(module.moduleId, root)))
  const lost = files.find((file) => !found.has(file))
  if (lost !== undefined) {
    const [cause] = unhandledErrors
    throw unloaded(lost, cause === undefined ? 'vitest does not take it for a suite' : describeSuiteError(cause, lost))
  }
  for (const error of unhandledErrors) {
    const path = pathOf(error)
    const file = path === undefined ? undefined : nameOf(path, root)
    const known = file !== undefined && found.has(file) ? file : (files[0] ?? '')
    tell({ allowedMs, result: failure(known, 'an error that nobody handled', error, path ?? '') })
  }
}

function unloaded(file: string, reason: string): HarnessError {
  return new HarnessError('suite-invalid', `${file} cannot be run: ${reason}`, {
    hint: 'correct the suite: nothing of it was checked on any platform',
  })
}

function failure(file: string, test: string, error: unknown, path: string): OwnTest {
  const line = findLine([error], path)
  const placed = line === undefined ? {} : { line }
  return { file, test, status: 'failed', durationMs: 0, messages: messagesOf([error]), ...placed }
}

/** vitest says of an error that escaped which file was running. */
function pathOf(error: unknown): string | undefined {
  const path: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'VITEST_TEST_PATH') : undefined
  return typeof path === 'string' ? path : undefined
}

function vitestOptions(request: OwnSuitesRequest, tell: Tell): VitestOptions {
  const { root, files, testTimeoutMs, target, address, areBenches = false } = request
  const include = files.map(escapePattern)
  const base = { allowedMs: testTimeoutMs }
  return {
    config: false,
    root,
    watch: false,
    isolate: true,
    pool: 'threads',
    maxWorkers: 1,
    includeTaskLocation: true,
    reporters: [
      {
        onTestModuleQueued: (module) => tell({ ...base, file: nameOf(module.moduleId, root) }),
        onTestCaseReady: (test) =>
          tell({
            allowedMs: allowed(test, testTimeoutMs),
            file: nameOf(test.module.moduleId, root),
            test: test.fullName,
          }),
        onTestCaseResult: (test) => tell({ ...base, result: readTest(test, root) }),
        onTestModuleEnd: (module) => tell({ ...base, file: nameOf(module.moduleId, root), isFinished: true }),
      },
    ],
    projects: [
      {
        resolve: { alias: { 'everyarch/vitest': fixturesFile() } },
        test: {
          name: target.project,
          include: areBenches ? [] : include,
          exclude: [],
          ...(areBenches ? { benchmark: { enabled: true, include, exclude: [] } } : {}),
          // What a file overrides holds for that file alone.
          isolate: true,
          pool: 'threads',
          testTimeout: testTimeoutMs,
          hookTimeout: testTimeoutMs,
          provide: { everyarchAddress: address, everyarchTarget: target },
          server: { deps: { external: [packagePattern] } },
        },
      },
    ],
  }
}

/** A file is meant, whatever its name means in a pattern. */
function escapePattern(path: string): string {
  return path.replaceAll(/[\\[\](){}!*+?@|]/g, '\\$&')
}

function nameOf(path: string, root: string): string {
  return relative(root, path).split(sep).join('/')
}

/** With every time it may be tried again. */
function allowed({ options: { timeout, retry, repeats } }: Vitest.TestCase, usualMs: number): number {
  const timeoutMs = timeout === undefined || timeout <= 0 || !Number.isFinite(timeout) ? usualMs : timeout
  const again = typeof retry === 'number' ? retry : (retry?.count ?? 0)
  return timeoutMs * (1 + again) * (1 + (repeats ?? 0))
}

function readTest(test: Vitest.TestCase, root: string): OwnTest {
  const { state, errors = [] } = test.result()
  const { moduleId } = test.module
  const messages = messagesOf(errors)
  const line = findLine(errors, moduleId) ?? test.location?.line
  const benches = test.benchmarks().flatMap(({ tasks }) => readTasks(tasks))
  const isLate = messages.some((message) => /^(Test|Hook) timed out in \d+ms/.test(message))
  return {
    file: nameOf(moduleId, root),
    test: test.fullName,
    status: state === 'failed' ? (isLate ? 'timed-out' : 'failed') : state === 'passed' ? 'passed' : 'skipped',
    durationMs: Math.round(test.diagnostic()?.duration ?? 0),
    messages,
    ...(line === undefined ? {} : { line }),
    ...(benches.length === 0 ? {} : { benches }),
  }
}

type BenchTask = ReturnType<Vitest.TestCase['benchmarks']>[number]['tasks'][number]

/** vitest has the quickest first, which differs from round to round. */
function readTasks(tasks: readonly BenchTask[]): readonly OwnBench[] {
  return tasks
    .filter(({ fromStore }) => fromStore !== true)
    .map(({ name, latency }) => ({ name, medianMs: latency.p50 }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
}
