import { defineConfig } from 'vitest/config'

/** Makes `everyarch` and its entries mean their sources, so that suites and tests need no build. */
const conditions = ['everyarch-source', 'node']

/**
 * Files with tests of the engine that nothing runs beside: they bring up engines under names of which there is one, measure
 * time, take the processors to themselves, run rows side by side on their own, or look at what is left of dead runs,
 * which any other file's `clean` would take.
 */
const runAlone = [
  'test/e2e/acceptance/**/*.test.ts',
  'test/e2e/bad-input/{clock,crowd,deadline,engine,hostile,interrupt}.test.ts',
  'test/e2e/{classic,podman,remote}-engine/*.test.ts',
  'test/e2e/clean/*.test.ts',
  'test/e2e/emulation/{calibration,start-ratio}.test.ts',
  'test/e2e/health/*.test.ts',
]

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Rows that run side by side each start containers of their own.
    maxConcurrency: 3,
    // One ring after another: two cores are not enough for unit tests, a registry and emulators at once.
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/architecture.test.ts', 'test/architecture/**/*.test.ts'],
          pool: 'threads',
          isolate: false,
          sequence: { groupOrder: 0 },
          // Long enough for a machine that does something else too: no test is timed.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          pool: 'forks',
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: runAlone,
          pool: 'forks',
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'e2e-alone',
          include: runAlone,
          pool: 'forks',
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
