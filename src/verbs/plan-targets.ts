import type { Audit } from '../audit/audit.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { UnavailableExecution } from '../emulation/execution.ts'
import type { Engine } from '../engine/engine.ts'
import { configPlatform } from '../image/platform-image.ts'
import type { ImageView } from '../image/view.ts'
import { resolveExpectation } from '../plan/expectation.ts'
import { platformOf, type Named } from '../plan/selection.ts'
import { settingsFor } from '../plan/settings-for.ts'
import type { Target } from '../plan/target.ts'
import type { VerbContext } from './context.ts'
import { detectOn } from './engine-access.ts'
import { readCertificates } from './read-certificates.ts'
import { auditOf } from './platform-reports.ts'

export interface PlanOptions {
  readonly view: ImageView
  readonly audit: Audit
  readonly selected: readonly Named[]
  readonly config: ResolvedConfig
  readonly context: VerbContext
  readonly engine: Engine
  readonly labels: Readonly<Record<string, string>>
}

/** A platform that will not be run, and why. */
export interface Unrunnable {
  readonly named: Named
  readonly reason: string
  readonly unavailable?: UnavailableExecution
}

export interface TargetPlan {
  readonly targets: readonly Target[]
  readonly unrunnable: readonly Unrunnable[]
}

/**
 * Decides which platforms are run, and how.
 * @throws HarnessError `usage-invalid` when what the user asked for does not fit the image
 */
export async function planTargets(options: PlanOptions): Promise<TargetPlan> {
  const { selected, config, context, engine, labels } = options
  const executions = await detectOn(
    engine,
    selected.map(({ platform }) => platform),
    labels,
    context,
  )
  const certificates = await readCertificates(config)
  const targets: Target[] = []
  const unrunnable: Unrunnable[] = []
  for (const named of selected) {
    const audit = auditOf(options.audit, named.image)
    const broken = audit.findings.find(({ code, severity }) => code.startsWith('registry/') && severity === 'error')
    const execution = executions.get(platformOf(named))
    if (broken !== undefined) unrunnable.push({ named, reason: `not run: ${broken.message}` })
    else if (audit.error !== undefined) unrunnable.push({ named, reason: audit.error.message })
    else if (execution === undefined)
      unrunnable.push({ named, reason: 'the engine did not say how it runs this platform' })
    else if (execution.kind === 'unavailable') {
      unrunnable.push({ named, reason: execution.reason, unavailable: execution })
    } else {
      const imageConfig = (await named.image.readConfig()).value
      const { http, expected } = settingsFor(config, named.platform)
      const asked = {
        ...(http === undefined ? {} : { http }),
        ...(expected === undefined ? {} : { expected }),
        certificates,
      }
      const expectation = resolveExpectation(asked, imageConfig)
      const { architecture } = imageConfig
      targets.push({
        ...named,
        config: imageConfig,
        execution,
        expectation,
        ...(architecture === undefined ? {} : { configPlatform: configPlatform(imageConfig, architecture) }),
      })
    }
    const planned = execution?.kind === 'unavailable' ? { kind: execution.kind, reason: execution.reason } : execution
    if (planned !== undefined) context.onEvent({ kind: 'platform-planned', platform: named.name, execution: planned })
  }
  return { targets, unrunnable }
}
