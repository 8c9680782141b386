export { expectOfPlatform as expect, type PlatformMatchers } from './harness/matchers.ts'
export { test, type Fixtures } from './harness/fixtures.ts'
export type { FetchOptions } from './harness/fetch.ts'
export type {
  CommandResult,
  ContainerInfo,
  ContainerOptions,
  FileInfo,
  HealthInfo,
  ImageInfo,
  RunOptions,
  StartInfo,
  TargetInfo,
  UnameInfo,
} from './harness/protocol.ts'
