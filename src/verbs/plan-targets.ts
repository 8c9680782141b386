import type { Audit } from '../audit/audit.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { UnavailableExecution } from '../emulation/execution.ts'
import type { Engine } from '../engine/engine.ts'
import type { HarnessError } from '../errors.ts'
import { configPlatform } from '../image/platform-image.ts'
import type { ImageView } from '../image/view.ts'
import { resolveExpectation } from '../plan/expectation.ts'
import type { Named } from '../plan/selection.ts'
import { settingsFor } from '../plan/settings-for.ts'
import type { Target } from '../plan/target.ts'
import type { VerbContext } from './context.ts'
import { assignEngines } from './assign-engines.ts'
import type { Engines } from './engine-access.ts'
import { readCertificates } from './read-certificates.ts'
import { auditOf } from './platform-reports.ts'

export interface PlanOptions {
  readonly view: ImageView
  readonly audit: Audit
  readonly selected: readonly Named[]
  readonly config: ResolvedConfig
  readonly context: VerbContext
  readonly engines: Engines
  readonly labels: Readonly<Record<string, string>>
}

/** A platform that will not be run, and why. */
export interface Unrunnable {
  readonly named: Named
  readonly reason: string
  readonly unavailable?: UnavailableExecution
  /** True where it is only its own engine that does not answer. */
  readonly lacksEngine?: boolean
}

export interface TargetPlan {
  readonly targets: readonly Target[]
  /** What runs each of them. */
  readonly engineOf: (target: Target) => Engine
  readonly unrunnable: readonly Unrunnable[]
  /** What kept engines from saying how they run their platforms, each once. */
  readonly errors: readonly HarnessError[]
}

/**
 * Decides which platforms are run, and how.
 * @throws HarnessError `usage-invalid` when what the user asked for does not fit the image
 */
export async function planTargets(options: PlanOptions): Promise<TargetPlan> {
  const { selected, config, context, engines, labels } = options
  const assignments = await assignEngines(engines, selected, labels, context)
  const certificates = await readCertificates(config)
  const targets = new Map<Target, Engine>()
  const unrunnable: Unrunnable[] = []
  for (const named of selected) {
    const audit = auditOf(options.audit, named.image)
    const broken = audit.findings.find(({ code, severity }) => code.startsWith('registry/') && severity === 'error')
    const assignment = assignments.get(named)
    const { execution, engine } = assignment?.kind === 'assigned' ? assignment : {}
    if (broken !== undefined) unrunnable.push({ named, reason: `not run: ${broken.message}` })
    else if (audit.error !== undefined) unrunnable.push({ named, reason: audit.error.message })
    else if (assignment?.kind === 'failed')
      unrunnable.push({ named, reason: assignment.error.message, lacksEngine: engines.areSeveral })
    else if (execution === undefined || engine === undefined)
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
      const target: Target = {
        ...named,
        config: imageConfig,
        execution,
        expectation,
        ...(architecture === undefined ? {} : { configPlatform: configPlatform(imageConfig, architecture) }),
      }
      targets.set(target, engine)
    }
    if (execution !== undefined) {
      const on = engines.areSeveral && engine !== undefined ? { engine: engine.name } : {}
      const planned = execution.kind === 'unavailable' ? { kind: execution.kind, reason: execution.reason } : execution
      context.onEvent({ kind: 'platform-planned', platform: named.name, execution: { ...planned, ...on } })
    }
  }
  const failures = [...assignments.values()].flatMap((it) => (it.kind === 'failed' ? [it.error] : []))
  return {
    targets: [...targets.keys()],
    engineOf: (target) => {
      const engine = targets.get(target)
      if (engine === undefined) throw new RangeError(`${target.name} is no target of this plan`)
      return engine
    },
    unrunnable,
    errors: [...new Set(failures)],
  }
}
