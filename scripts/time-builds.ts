// What it takes to build an example for each platform, before it is built for all of them: scripts/build-example --times.
//   time-builds.ts measure DRAFT CONTEXT --builder NAME --platform LIST [--build-context NAME=VALUE]
//   time-builds.ts finish DRAFT FILE < the report of `everyarch inspect --json` of what was pushed
// The first build of each platform is the one that is measured, so that this adds little: what comes after it is cached.
import { readFile, writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { createBuildBenchmarks } from '../src/bench/build-benchmarks.ts'
import { buildNames } from '../src/bench/build-names.ts'
import { measureBuilds } from '../src/bench/build-rounds.ts'
import { onlyTarget } from '../src/build/buildx-args.ts'
import { reportStep } from '../src/build/build-steps.ts'
import { findBuilder } from '../src/build/find-builder.ts'
import { openBuildTimer } from '../src/build/time-build.ts'
import { noBuildWishes } from '../src/config/build-wishes.ts'
import { formatPlatform, parsePlatform } from '../src/oci/platform.ts'
import type { BuildReport, BuildStepReport } from '../src/report/build-report.ts'
import { parseRunReport } from '../src/report/parse.ts'
import { parseBenchmark } from '../src/report/parse-benchmarks.ts'
import { parseBuildReport } from '../src/report/parse-build-report.ts'
import { invalid, isObject, readFields, readInstant, readList } from '../src/report/json-fields.ts'

const seed = 1
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    builder: { type: 'string' },
    platform: { type: 'string', default: '' },
    'build-context': { type: 'string', multiple: true, default: [] },
  },
})
const [command, draft, where] = positionals
if (draft === undefined || where === undefined) throw new Error('it takes a command, a draft and a context or a file')
if (command === 'measure') await measure(draft, where)
else if (command === 'finish') await finish(draft, where)
else throw new Error(`there is no command ${command}`)

async function measure(path: string, context: string): Promise<void> {
  const createdAt = new Date().toISOString()
  const platforms = values.platform.split(',').map((name) => parsePlatform(name))
  const interrupt = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupt.abort(new Error(name)))
  const { signal } = interrupt
  const name = values.builder === undefined ? {} : { name: values.builder }
  const { builder } = await findBuilder({ env: process.env, platforms, signal, ...name })
  const steps: BuildStepReport[] = []
  let offsetMs = 0
  const timer = openBuildTimer({
    builder,
    env: process.env,
    target: onlyTarget,
    wishes: {
      ...noBuildWishes,
      source: { kind: 'context', context },
      buildContexts: values['build-context'],
    },
    onSteps: (_, heat, built) => {
      if (heat === 'warm') return
      const reported = built.flatMap((step) => reportStep(step) ?? [])
      const moved = reported.map((it) =>
        it.startedMs === undefined ? it : { ...it, startedMs: it.startedMs + offsetMs },
      )
      steps.push(...moved)
      offsetMs = Math.max(offsetMs, ...moved.map(({ startedMs = 0, durationMs = 0 }) => startedMs + durationMs))
    },
  })
  const measured = await measureBuilds({
    timer,
    platforms,
    rounds: 1,
    seed,
    signal,
    onBuild: (platform, heat) => process.stderr.write(`building for ${platform} alone, ${heat}\n`),
  })
  const [problem] = measured.problems.values()
  if (problem !== undefined || measured.endedBy === 'stopped') throw new Error(problem ?? 'it was stopped')
  const made = createBuildBenchmarks(measured, { platforms, timer, seed })
  const benchmarks = platforms.flatMap((platform) => {
    const [cold] = made.get(formatPlatform(platform))?.filter((it) => it.name === buildNames.cold) ?? []
    return cold === undefined ? [] : [{ platform: formatPlatform(platform), benchmark: cold }]
  })
  const build: BuildReport = {
    context,
    builder: builder.name,
    driver: builder.driver,
    staging: 'registry',
    durationMs: Math.round(offsetMs),
    images: [],
    steps,
    warnings: [],
  }
  await writeFile(path, JSON.stringify({ createdAt, benchmarks, build }))
}

/** The figures of the draft in the report of the image, by platform: what was pushed was built after these, from their cache. */
async function finish(path: string, file: string): Promise<void> {
  const fields = readFields(JSON.parse(await readFile(path, 'utf8')), 'draft')
  const createdAt = fields.required('createdAt', readInstant)
  const build = fields.required('build', parseBuildReport)
  const benchmarks = fields.required(
    'benchmarks',
    readList((value, at) => {
      const { platform, benchmark } = isObject(value) ? value : invalid(at, 'an object', value)
      return { platform, benchmark: parseBenchmark(benchmark, at) }
    }, 100),
  )
  const report = parseRunReport(JSON.parse(await text(process.stdin)))
  const digest = report.image?.digest
  const complete = {
    ...report,
    createdAt,
    builds: [{ ...build, images: digest === undefined ? [] : [{ digest }] }],
    platforms: report.platforms.map((platform) => {
      const own = benchmarks.filter((it) => it.platform === platform.platform)
      return own.length === 0 ? platform : { ...platform, benchmarks: own.map(({ benchmark }) => benchmark) }
    }),
  }
  await writeFile(file, `${JSON.stringify(complete, undefined, 2)}\n`)
}
