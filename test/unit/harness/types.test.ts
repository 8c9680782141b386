import { type expect, expectTypeOf, it } from 'vitest'
import type { CommandResult, ContainerInfo, FileInfo, ImageInfo, PlatformMatchers, test } from '../../../src/vitest.ts'

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
})
