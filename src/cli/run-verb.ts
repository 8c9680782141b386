import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { VerbName } from '../config/verb-name.ts'
import type { BuilderListing } from '../report/listing.ts'
import type * as builderVerbs from '../verbs/builder.ts'
import type { VerbContext } from '../verbs/context.ts'
import { listingExitCode, type Outcome } from './outcome.ts'

/**
 * Runs a command. Each loads only what it needs, and its renderer while it waits for others: `platforms` ends before an
 * engine's client would be loaded.
 */
export type RunVerb = (config: ResolvedConfig, context: VerbContext) => Promise<Outcome>

/** What became of one builder. */
async function tellBuilder(run: (verbs: typeof builderVerbs) => Promise<BuilderListing>): Promise<Outcome> {
  const running = run(await import('../verbs/builder.ts'))
  const [document, { renderBuilder }] = await Promise.all([running, import('../../reporters/builder-text.ts')])
  const { errors = [] } = document
  const exitCode = listingExitCode([], errors)
  return { kind: 'listing', document, render: (style) => renderBuilder(style, document), errors, exitCode }
}

/** Every command; one that is missing does not compile. */
export const runVerb: Readonly<Record<VerbName, RunVerb>> = {
  init: async (config, context) => {
    const { runInit } = await import('./run-init.ts')
    return runInit(config, context)
  },
  verify: async (config, context) => {
    const { verify } = await import('../verbs/verify.ts')
    return { kind: 'report', report: await verify(config, context) }
  },
  inspect: async (config, context) => {
    const { inspect } = await import('../verbs/inspect.ts')
    return { kind: 'report', report: await inspect(config, context) }
  },
  bench: async (config, context) => {
    const { bench } = await import('../verbs/bench.ts')
    return { kind: 'report', report: await bench(config, context) }
  },
  platforms: async (config, context) => {
    const { platforms } = await import('../verbs/platforms.ts')
    const running = platforms(config, context)
    const [document, { renderPlatforms }] = await Promise.all([running, import('../../reporters/platforms-text.ts')])
    const images = 'images' in document ? document.images : [document]
    const errors = images.flatMap((image) => image.errors ?? [])
    const exitCode = listingExitCode(
      images.flatMap((image) => image.findings ?? []),
      errors,
    )
    return { kind: 'listing', document, render: (style) => renderPlatforms(style, document), errors, exitCode }
  },
  plan: async (config, context) => {
    if (config.matrix) {
      const { planMatrix } = await import('../verbs/plan-matrix.ts')
      const { matrix, findings } = await planMatrix(config, context)
      for (const { code, message } of findings) context.onEvent({ kind: 'notice', message: `${code}: ${message}` })
      const exitCode = listingExitCode(findings, [])
      return { kind: 'listing', document: matrix, render: () => [JSON.stringify(matrix)], errors: [], exitCode }
    }
    const { plan } = await import('../verbs/plan.ts')
    const running = plan(config, context)
    const [document, { renderPlan }] = await Promise.all([running, import('../../reporters/plan-text.ts')])
    const { findings = [], errors = [] } = document
    const exitCode = listingExitCode(findings, errors)
    return { kind: 'listing', document, render: (style) => renderPlan(style, document), errors, exitCode }
  },
  resolve: async (config, context) => {
    const { resolve } = await import('../verbs/resolve.ts')
    const running = resolve(config, context)
    const [document, { renderResolve }] = await Promise.all([running, import('../../reporters/resolve-text.ts')])
    return { kind: 'listing', document, render: (style) => renderResolve(style, document), errors: [], exitCode: 0 }
  },
  report: async (config, context) => {
    const { report } = await import('../verbs/report.ts')
    return { kind: 'report', report: await report(config, context) }
  },
  publish: async (config, context) => {
    const { publish } = await import('../verbs/publish.ts')
    const running = publish(config, context)
    const [document, { renderPublish }] = await Promise.all([running, import('../../reporters/publish-text.ts')])
    const errors = document.tags.flatMap(({ error }) => error ?? [])
    const exitCode = listingExitCode([], errors)
    return { kind: 'listing', document, render: (style) => renderPublish(style, document), errors, exitCode }
  },
  readme: async (config, context) => {
    const { runReadme } = await import('./run-readme.ts')
    return runReadme(config, context)
  },
  doctor: async (config, context) => {
    const { doctor } = await import('../verbs/doctor.ts')
    const running = doctor(config, context)
    const [document, { renderDoctor }] = await Promise.all([running, import('../../reporters/doctor-text.ts')])
    const isMissing = document.checks.some(({ status }) => status === 'missing')
    const exitCode = isMissing ? 3 : 0
    return { kind: 'listing', document, render: (style) => renderDoctor(style, document), errors: [], exitCode }
  },
  'builder ls': async (config, context) => {
    const { builderList } = await import('../verbs/builder.ts')
    const running = builderList(config, context)
    const [document, { renderBuilders }] = await Promise.all([running, import('../../reporters/builder-text.ts')])
    return { kind: 'listing', document, render: (style) => renderBuilders(style, document), errors: [], exitCode: 0 }
  },
  'builder create': (config, context) => tellBuilder(({ builderCreate }) => builderCreate(config, context)),
  'builder use': (config, context) => tellBuilder(({ builderUse }) => builderUse(config, context)),
  'builder inspect': (config, context) => tellBuilder(({ builderInspect }) => builderInspect(config, context)),
  'builder rm': (config, context) => tellBuilder(({ builderRemove }) => builderRemove(config, context)),
  clean: async (config, context) => {
    const { clean } = await import('../verbs/clean.ts')
    const running = clean(config, context)
    const [document, { renderClean }] = await Promise.all([running, import('../../reporters/clean-text.ts')])
    const { errors = [] } = document
    const exitCode = listingExitCode([], errors)
    return { kind: 'listing', document, render: (style) => renderClean(style, document), errors, exitCode }
  },
}
