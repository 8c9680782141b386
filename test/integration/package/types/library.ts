// Compiled with the sources, and again as a user's file beside the installed package: each line says what a type must be.
import {
  bench,
  doctor,
  findingCodes,
  inspect,
  mergeRunReports,
  openImage,
  parseRunReport,
  plan,
  platforms,
  publish,
  renderReport,
  verify,
  type DocumentReporter,
  type FindingCode,
  type HarnessError,
  type LibraryOptions,
  type OpenedImage,
  type RunEvent,
  type RunReport,
  type RunReports,
  type VerifyOptions,
} from 'everyarch'
import { defineConfig, type UserConfig } from 'everyarch/config'

/** True where two types are the same, `any` being none of them. */
type Same<A, B> = [A, B, 0 extends 1 & A ? true : false] extends [B, A, false] ? true : false
const holds = <T extends true>(told?: T): T | undefined => told

const config = defineConfig({
  require: ['linux/amd64', 'linux/arm64'],
  http: { port: 5000, path: '/health', status: '2xx', json: { '$.status': 'ok' } },
  perPlatform: { 'linux/s390x': { level: 'static' } },
  waivers: [{ code: 'rootfs/isa-level', reason: 'tried on every machine', expires: '2027-01-31' }],
})

export async function uses(signal: AbortSignal, events: RunEvent[]): Promise<void> {
  const all = {
    require: ['linux/amd64', 'linux/arm64'],
    http: 5000,
    build: '.',
    tag: 'ghcr.io/acme/app:1.4',
    publish: true,
    dryRun: true,
    bench: true,
    suite: ['./checks/**/*.test.ts'],
    timeout: '2m',
    signal,
    onEvent: (event: RunEvent): void => void events.push(event),
    variables: { DOCKER_HOST: undefined },
  } satisfies VerifyOptions
  const one = await verify(all)
  holds<Same<typeof one, RunReport>>()
  const several = await verify({ image: ['app:1', 'app:2'] })
  holds<Same<typeof several, RunReport | RunReports>>()
  const listed = await verify({ image: 'app:1', ...config, from: 'compose.yaml' })
  holds<Same<typeof listed, RunReport | RunReports>>()
  const [inspected, measured] = [await inspect({ image: 'app:1' }), await bench({ image: 'app:1', rounds: 9 })]
  holds<Same<readonly [typeof inspected, typeof measured], readonly [RunReport, RunReport]>>()
  for (const { code } of one.findings) holds<Same<typeof code, FindingCode>>()
  holds<Same<typeof code, FindingCode | undefined>>()

  const merged = mergeRunReports([one, several], { platforms: ['linux/arm64'] })
  holds<Same<typeof merged, RunReport | RunReports>>()
  holds<Same<Awaited<ReturnType<typeof renderReport>>, string>>()
  const own: DocumentReporter = (report) => report.verdict ?? 'no run'
  const texts: readonly string[] = [await renderReport(merged, 'html'), await own(parseRunReport(JSON.parse('{}')))]
  const published = await publish({ report: one, tag: 'app:1.4', maxAge: '2h' })
  holds<Same<(typeof published.tags)[number]['state'], 'published' | 'unchanged' | 'kept' | 'unknown' | 'planned'>>()
  const image = await openImage('oci:build/out')
  holds<Same<typeof image, OpenedImage>>()
  const files = await image.platforms[0]?.readFiles()
  const mode: number | undefined = files?.find('/bin/sh')?.mode
  const checks = (await doctor()).checks.length + (await plan({ image: 'app:1' })).platforms.length
  holds<Same<HarnessError['hint'], string | undefined>>()
  void [texts, mode, checks, findingCodes['run/crash'].title]
}

const code = config.waivers?.[0]?.code
// What configures one is an option of the library, too.
holds<UserConfig extends LibraryOptions ? true : false>()

export const refused = (): readonly unknown[] => [
  // @ts-expect-error there is no such setting
  verify({ image: 'app:1', platfrom: 'linux/arm64' }),
  // @ts-expect-error a switch is true or false
  verify({ image: 'app:1', publish: 'yes' }),
  // @ts-expect-error only verify publishes
  inspect({ image: 'app:1', publish: true }),
  // @ts-expect-error it measures in any case
  bench({ image: 'app:1', bench: false }),
  // @ts-expect-error a report or its path is what proves
  publish({ tag: 'app:1.4' }),
  // @ts-expect-error no finding has this code
  defineConfig({ waivers: [{ code: 'run/crashed', reason: 'so' }] }),
  // @ts-expect-error it prints, and gives no text
  renderReport({}, 'terminal'),
  // @ts-expect-error a signal is no controller
  platforms({ image: 'app:1', signal: new AbortController() }),
]
