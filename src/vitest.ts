export { expect } from 'vitest'
export { test, type Fixtures } from './harness/fixtures.ts'
export type { CommandResult, ContainerInfo, HealthInfo, StartInfo, TargetInfo, UnameInfo } from './harness/protocol.ts'
