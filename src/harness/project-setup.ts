import { aroundAll, inject } from 'vitest'
import { setCurrentRun } from './current-run.ts'
import { joinRun } from './join.ts'
import type { ProjectSeat } from './project-seat.ts'
import { skipAll } from './skip-all.ts'

// vitest loads this file before each file of tests. How long a platform takes to come up is for its own deadline to say.
// oxlint-disable-next-line no-empty-pattern
aroundAll(async (runSuite, {}, file) => {
  const { address, project, unavailable }: ProjectSeat = inject('everyarchSeat')
  const joined = await joinRun(address, project)
  if (joined.kind === 'up') {
    setCurrentRun(joined)
    return runSuite()
  }
  if (joined.kind === 'failed') throw new Error(`${project}: ${joined.reason}`)
  const reason = `${project} cannot be run here: ${joined.reason}`
  if (unavailable === 'fail') throw new Error(reason)
  await skipAll(file, reason, runSuite)
}, 0)
