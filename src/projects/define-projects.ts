import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { TestProjectInlineConfiguration } from 'vitest/config'
import { readEnvironment } from '../config/environment.ts'
import { resolveUserConfig } from '../config/resolve.ts'
import { HarnessError } from '../errors.ts'
import type { ProjectTicket, Seat } from '../harness/project-seat.ts'
import { fixturesFile, packagePattern } from '../run/run-suites.ts'
import { createKeeper } from './keeper.ts'
import { listSeats } from './list-seats.ts'
import { readProjectsOptions, type PlatformProjectsOptions } from './projects-options.ts'

/**
 * One project of vitest's for each platform of an image, for `test.projects` of `vitest.config.ts`. Its tests have the
 * fixtures of `everyarch/vitest`; the platform's container starts with the first of them and is removed when vitest ends.
 * @throws HarnessError `config-invalid`, `platform-invalid`, `reference-invalid`, and what the registry says
 */
export async function definePlatformProjects(
  options: PlatformProjectsOptions,
): Promise<TestProjectInlineConfiguration[]> {
  try {
    return await defineProjects(options)
  } catch (thrown) {
    if (!(thrown instanceof HarnessError) || thrown.hint === undefined) throw thrown
    // vitest shows of an error what it says, and no more.
    throw new HarnessError(thrown.code, `${thrown.message} (${thrown.hint})`, { cause: thrown.cause })
  }
}

async function defineProjects(options: PlatformProjectsOptions): Promise<TestProjectInlineConfiguration[]> {
  const { include, exclude, name, unavailable, settings } = readProjectsOptions(options)
  const environment = readEnvironment()
  const config = resolveUserConfig(settings, 'verify', environment)
  const { seats, image } = await listSeats(config, environment)
  const keeper = createKeeper(image === undefined ? settings : { ...settings, image })
  const ticketOf = (seat: Seat): ProjectTicket => ({ keeper, seat, unavailable })
  return seats.map((seat) => ({
    // One copy of the fixtures, whatever finds the package.
    resolve: { alias: [{ find: /^everyarch\/vitest$/, replacement: fixturesFile() }] },
    test: {
      name: name === undefined ? seat.name : `${name} ${seat.name}`,
      include: [...include],
      ...(exclude === undefined ? {} : { exclude: [...exclude] }),
      // What a file overrides holds for that file alone.
      isolate: true,
      globalSetup: [pathOf('projects/global-setup')],
      setupFiles: [pathOf('harness/project-setup')],
      testTimeout: config.testTimeoutMs,
      hookTimeout: config.testTimeoutMs,
      provide: { everyarchProject: ticketOf(seat) },
      server: { deps: { external: [packagePattern] } },
    },
  }))
}

function pathOf(name: string): string {
  const built = fileURLToPath(new URL(`../${name}.js`, import.meta.url))
  return existsSync(built) ? built : fileURLToPath(new URL(`../${name}.ts`, import.meta.url))
}
