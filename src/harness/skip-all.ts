import type { RunnerTestFile, RunnerTestSuite } from 'vitest'

/** Skips every test of a file, and says why. What its hooks say of a platform that is not there is not heard. */
export async function skipAll(
  file: Readonly<RunnerTestSuite | RunnerTestFile>,
  note: string,
  runSuite: () => Promise<void>,
): Promise<void> {
  markSkipped(file, note)
  await runSuite().catch(() => undefined)
  Object.assign(file, { mode: 'skip', result: { state: 'skip', note } })
}

function markSkipped({ tasks }: Readonly<RunnerTestSuite>, note: string): void {
  for (const task of tasks) {
    Object.assign(task, { mode: 'skip', result: { state: 'skip', note } })
    if (task.type === 'suite') markSkipped(task, note)
  }
}
