import { type expect, expectTypeOf, it } from 'vitest'
import type { TestUserConfig } from 'vitest/config'
import type {
  CommandResult,
  ContainerInfo,
  ContainerOptions,
  FileInfo,
  Fixtures,
  ImageInfo,
  PlatformMatchers,
  test,
} from '../../../src/vitest.ts'
import type { definePlatformProjects, PlatformProjectsOptions } from '../../../src/vitest-config.ts'

/** What a test is given, as vitest infers it. */
type Given = Parameters<NonNullable<Parameters<typeof test.beforeEach>[0]>>[0]

it('gives suites typed fixtures', () => {
  expectTypeOf<Given['platform']>().toEqualTypeOf<string>()
  expectTypeOf<Given['image']>().toEqualTypeOf<ImageInfo>()
  expectTypeOf<Given['container']>().toEqualTypeOf<ContainerInfo>()
  expectTypeOf<Given['run']>().returns.resolves.toEqualTypeOf<CommandResult>()
  expectTypeOf<Given['fetch']>().returns.resolves.toEqualTypeOf<Response>()
  expectTypeOf<Given['file']>().returns.resolves.toEqualTypeOf<FileInfo | undefined>()
})

it('gives suites typed matchers', () => {
  type Assertion = ReturnType<typeof expect<string>>
  expectTypeOf<Assertion>().toExtend<PlatformMatchers>()
  expectTypeOf<Assertion['not']>().toExtend<PlatformMatchers>()
  expectTypeOf<Assertion['resolves']>().toExtend<PlatformMatchers<Promise<void>>>()
  expectTypeOf<Parameters<Assertion['toExitWith']>>().toEqualTypeOf<[exitCode: number]>()
  expectTypeOf<Parameters<Assertion['toReportArchitecture']>>().toEqualTypeOf<[platform?: string | undefined]>()
  expectTypeOf<Parameters<Assertion['toBeBuiltFor']>>().toEqualTypeOf<[platform?: string | undefined]>()
})

it('lets a file say how its container differs, in words that are known', () => {
  expectTypeOf<Fixtures['containerOptions']>().toEqualTypeOf<ContainerOptions>()
  expectTypeOf<{ env: { A: string }; user: string; ports: string[] }>().toExtend<ContainerOptions>()
  expectTypeOf<{ env: string }>().not.toExtend<ContainerOptions>()
  type Override = (fixtures: { containerOptions: ContainerOptions }) => unknown
  expectTypeOf<typeof test.override>().toExtend<Override>()
})

it('types the options of platform projects, which vitest takes', () => {
  expectTypeOf<{ include: string; http: number; platform: string[] }>().toExtend<PlatformProjectsOptions>()
  expectTypeOf<'suite' | 'reporter' | 'tag'>().not.toExtend<keyof PlatformProjectsOptions>()
  expectTypeOf<{ include: string; unavailable: 'warn' }>().not.toExtend<PlatformProjectsOptions>()
  type Projects = Awaited<ReturnType<typeof definePlatformProjects>>
  expectTypeOf<Projects>().toExtend<NonNullable<TestUserConfig['projects']>>()
})
