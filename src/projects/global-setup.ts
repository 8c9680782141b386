import type { TestProject } from 'vitest/node'
import type { ProjectSeat, ProjectTicket } from '../harness/project-seat.ts'
import { findKeeper } from './keeper.ts'

const watched = new Set<string>()

/** vitest calls this before the first test of a project, and what it returns before it ends. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { keeper: id, seat, unavailable }: ProjectTicket = project.getProvidedContext().everyarchProject
  const keeper = findKeeper(id)
  const { logger } = project.vitest
  const address = await keeper.seat(seat, (message) => logger.warn(`everyarch: ${message}`))
  const told: ProjectSeat = { address, project: seat.name, unavailable }
  project.provide('everyarchSeat', told)
  if (!watched.has(id)) project.onTestsRerun(keeper.tidy)
  watched.add(id)
  return keeper.close
}
