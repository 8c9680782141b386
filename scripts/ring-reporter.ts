import { writeFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import type { Reporter, TestCase, TestModule, TestRunEndReason } from 'vitest/node'
import type { RingEntry } from './ring-result.ts'

type RunEnd = Parameters<NonNullable<Reporter['onTestRunEnd']>>

/** A vitest reporter that counts test cases, and everything else that went wrong, into the file EVERYARCH_RING_RESULT. */
export default class RingReporter implements Reporter {
  onTestRunEnd(modules: RunEnd[0], unhandledErrors: RunEnd[1], reason: TestRunEndReason): void {
    const path = process.env['EVERYARCH_RING_RESULT']
    if (path === undefined) throw new Error('EVERYARCH_RING_RESULT names no file')
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const failures = [
      ...tests.filter((test) => ['failed', 'pending'].includes(test.result().state)).map(describeFailure),
      ...modules.flatMap(describeSuiteErrors),
      ...unhandledErrors.map((error) => ({ title: 'an unhandled error', reason: firstLine(error.message) })),
      ...(reason === 'interrupted' ? [{ title: 'the run', reason: 'was interrupted' }] : []),
    ]
    const skipped = tests.filter((test) => test.result().state === 'skipped').map(describeSkip)
    const passed = tests.filter((test) => test.result().state === 'passed').length
    writeFileSync(path, JSON.stringify({ passed, failures, skipped }))
  }
}

function titleOf(test: TestCase): string {
  return `${test.module.relativeModuleId} > ${test.fullName}`
}

function describeFailure(test: TestCase): RingEntry {
  const result = test.result()
  const error = result.state === 'failed' ? result.errors[0] : undefined
  return { title: titleOf(test), reason: firstLine(error?.message ?? 'did not finish') }
}

function describeSkip(test: TestCase): RingEntry {
  const result = test.result()
  const note = result.state === 'skipped' ? result.note : undefined
  const { mode } = test.options
  return { title: titleOf(test), reason: note ?? (mode === 'run' ? 'what it needs failed before it' : mode) }
}

/** A file that does not load, or a hook that threw: its tests are then missing from the count. */
function describeSuiteErrors(module: TestModule): readonly RingEntry[] {
  return [module, ...module.children.allSuites()].flatMap((suite) =>
    suite.errors().map((error) => ({
      title: suite.type === 'module' ? suite.relativeModuleId : `${module.relativeModuleId} > ${suite.fullName}`,
      reason: firstLine(error.message),
    })),
  )
}

function firstLine(message: string): string {
  return stripVTControlCharacters(message).split('\n')[0] ?? ''
}
