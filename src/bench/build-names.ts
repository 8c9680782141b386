import type { BuildHeat } from '../build/time-build.ts'

/** What reports call the benchmarks of builds. */
export const buildNames = { cold: 'build (cold)', warm: 'build (warm)' } as const satisfies Record<BuildHeat, string>
