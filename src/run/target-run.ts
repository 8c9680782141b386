import { setTimeout as sleep } from 'node:timers/promises'
import { HarnessError, toHarnessError } from '../errors.ts'
import { acceptedFor } from './accepted-for.ts'
import type { StartedDependencies } from '../engine/compose.ts'
import type { ProcessProof } from '../emulation/proof.ts'
import type { ContainerRequest, Engine, StartedContainer, StartResult } from '../engine/engine.ts'
import type { PlatformState } from '../report/event.ts'
import type { Redactor } from '../report/redactor.ts'
import { describeCondition, portNumber, publishedPorts } from '../plan/condition.ts'
import type { Target } from '../plan/target.ts'
import type { Deadline } from '../plan/timeout.ts'
import type { ContainerSettings } from './container-settings.ts'
import { engineMessage, explainAskedTooMuch } from './asked-too-much.ts'
import { inspectResult, keepContainer } from './kept-container.ts'
import { openLogBook } from './log-book.ts'
import type { Observation, Outcome } from './observation.ts'
import { longestAbsenceMs, onceItAnswers } from './once-it-answers.ts'
import { openOutsideView } from './outside-view.ts'
import { readSocketTables } from './read-sockets.ts'
import { combineProofs, lookAtProcesses, proveApplication } from './prove-application.ts'
import { refuseTakenPort } from './port-taken.ts'
import { questionsFor } from './readiness.ts'
import { parseListeningSockets } from './sockets.ts'
import { explainSetUserId } from './set-user-id.ts'
import { confirmUndisturbed } from './undisturbed.ts'
import { askOwnUname, runUnameProbe, type UnameOutcome } from './uname-probe.ts'
import { watchApplication } from './watch.ts'
import { withImage } from './with-image.ts'

export interface TargetRunOptions {
  readonly target: Target
  readonly engine: Engine
  /** `repository@digest`. */
  readonly image: string
  readonly settings: ContainerSettings
  /** Takes secrets out of what the application writes. */
  readonly redact: Redactor['text']
  readonly deadline: () => Deadline
  /** The application was as expected so many milliseconds after its start. */
  readonly onHealthy: (readyMs: number) => void
  /** Whether containers of platforms that do not pass are left where they are. */
  readonly keepsFailed: boolean
  /** Whether this one's is left, now that it is known how it did. */
  readonly keeps: (outcome: Outcome) => Promise<boolean>
  /** Whether to keep what the engine says of the container in the end. */
  readonly inspects: boolean
  readonly signal: AbortSignal
  readonly onState: (state: PlatformState, detail?: string) => void
  /** Makes the image present in the engine. */
  readonly prepare: () => Promise<void>
  /** Makes it present again. */
  readonly restore: () => Promise<void>
  /** Changes how the application's container is made. */
  readonly change?: (request: ContainerRequest) => ContainerRequest
  /** The application was run before: nothing is run beside it. */
  readonly isRepeat?: true
  /** Nothing that would slow it looks at how it starts, or waits for it to settle. */
  readonly isTimed?: true
  /** Looks at the container before it is removed, now that it is known how it did. */
  readonly beforeRemoval?: (container: StartedContainer, outcome: Outcome) => Promise<void>
  /** Starts what the application needs beside it. */
  readonly startDependencies?: (engine: Engine) => Promise<StartedDependencies>
  /** Published for suites, beside those that its health is asked on. */
  readonly suitePorts?: readonly string[]
  /** Looks at the application once it is known how it came up; its container is there until this is done. */
  readonly afterwards?: (outcome: Outcome) => Promise<void>
}

/** One platform being run: what the suites wait for, and in the end everything that was seen. */
export interface TargetRun {
  readonly container: Promise<StartedContainer>
  readonly uname: Promise<UnameOutcome>
  readonly outcome: Promise<Outcome>
  readonly observation: Promise<Observation>
  logs(): readonly string[]
  /** Removes what was started; safe to call at any time. */
  remove(): Promise<void>
}

/** Starts the application by its own entrypoint and a probe beside it, and watches both. */
export function startTargetRun(options: TargetRunOptions): TargetRun {
  const { target, engine, signal } = options
  const logBook = openLogBook(options.redact)
  const ready = options.prepare()
  const dependencies = ready.then(async () => {
    if (options.startDependencies === undefined) return undefined
    options.onState('starting', 'the services it needs')
    return options.startDependencies(engine)
  })
  const started = dependencies.then((beside) => withImage(() => startApplication(options, beside), options))
  const isUp = Promise.withResolvers<undefined>()
  // It would only slow the application's own start; while that settles, the processors are idle.
  const ownUname = Promise.race([isUp.promise, sleep(longestProbeDelayMs, undefined, { ref: false })]).then(
    async () => {
      await late
      return options.isRepeat === true ? undefined : askOwnUname(await container, signal)
    },
  )
  const uname = Promise.all([ready, ownUname.catch(() => undefined)]).then(([, own]) => {
    if (options.isRepeat === true) return { kind: 'unread' as const, reason: 'it was read before' }
    const { image, settings } = options
    return own ?? withImage(() => runUnameProbe({ engine, target, image, settings, signal }), options)
  })
  const container = started.then((result) => {
    if (result.kind === 'refused') throw new HarnessError('engine-failed', `it could not be started: ${result.message}`)
    return result.container
  })
  const kept = new AbortController()
  const listening = AbortSignal.any([signal, kept.signal])
  const logs = container
    .then((it) => it.followLogs(logBook.add, listening, { totalBytes: Infinity }))
    .catch(() => undefined)
  const early = container.then(
    (it) => (options.isTimed === true ? neverSeen : proveApplication(engine, target, it, signal)),
    (): ProcessProof => neverRan,
  )
  let late: Promise<ProcessProof> | undefined
  const outcome = started
    .then(async (result): Promise<Outcome> => {
      if (result.kind === 'refused') return { kind: 'refused', message: result.message }
      const readTables = (): Promise<string> => readSocketTables(engine, result.container).catch(() => '')
      const { expectation } = target
      const execution = target.execution.kind === 'native' ? 'native' : 'emulated'
      const seen = await watchApplication({
        container: result.container,
        expectation,
        execution,
        questions: questionsFor({
          expectation,
          container: result.container,
          execution,
          timeoutMs: () => options.deadline().timeoutMs,
          readTables,
          linesSince: logBook.linesSince,
        }),
        logEnd: logs,
        readSockets: async () => parseListeningSockets(await readTables()),
        logBook,
        view: openOutsideView(engine, result.container),
        deadline: options.deadline,
        signal,
        isTimed: options.isTimed === true,
        onMissedPorts: (message) => options.onState('waiting-for-health', message),
        onReady: (readyMs) => {
          options.onHealthy(readyMs)
          options.onState('settling')
          isUp.resolve(undefined)
          if (options.isTimed !== true) late = lookAtProcesses(engine, target, result.container)
        },
      })
      await confirmUndisturbed(result.container, seen, expectation)
      if (seen.kind !== 'well' || expectation.kind !== 'exit') return seen
      const readyMs = performance.now() - result.container.startedAtMs
      options.onHealthy(readyMs)
      return { ...seen, readyMs }
    })
    .catch((thrown: unknown): Outcome => ({ kind: 'unproven', error: errorOf(thrown, signal) }))
    .then((seen) => (seen.kind === 'well' ? seen : unlessStopped(seen, signal)))
  let waitedMs = 0
  const remove = async (): Promise<void> => {
    const result = await started.catch(() => undefined)
    if (kept.signal.aborted) return
    const patienceMs = longestAbsenceMs - waitedMs
    waitedMs = longestAbsenceMs
    if (result?.kind === 'started') await onceItAnswers(() => result.container.remove(), patienceMs, signal)
    if (result?.kind === 'refused' && result.id !== undefined) await engine.removeContainer(result.id)
    await (await dependencies.catch(() => undefined))?.remove()
    await Promise.race([logs, sleep(longestLogEndMs, undefined, { ref: false })])
  }
  const observation = (async (): Promise<Observation> => {
    const settled = await outcome
    isUp.resolve(undefined)
    const looking = Promise.all([early, late, ownUname.catch(() => undefined)])
    const isOver = sleep(longestLookMs, undefined, { ref: false, signal }).catch(() => undefined)
    const looked = await Promise.race([looking, isOver])
    const proof = looked === undefined ? neverSeen : combineProofs(looked[0], looked[1])
    const result = await started.catch(() => undefined)
    await options.afterwards?.(settled)
    if (result?.kind === 'started') await options.beforeRemoval?.(result.container, settled)
    const inspection = options.inspects ? await inspectResult(result) : undefined
    const left = (await options.keeps(settled)) ? await keepContainer(options, result) : undefined
    if (left !== undefined) kept.abort()
    const removal = await remove().then(
      () => [],
      (thrown: unknown) => [errorOf(thrown, signal)],
    )
    const machine = await uname.catch((thrown: unknown): UnameOutcome => ({
      kind: 'unread',
      reason: errorOf(thrown, signal).message,
    }))
    return {
      target,
      deadline: options.deadline(),
      outcome: settled,
      log: logBook.lines(),
      emulatorLines: logBook.emulatorLines(),
      uname:
        machine.kind === 'read'
          ? { ...machine, accepted: acceptedFor(target, engine, options.settings.application.env) }
          : machine,
      proof,
      removal,
      inspection,
      ...(left === undefined ? {} : { kept: left }),
      withoutSetUserId: explainSetUserId(engine, target),
    }
  })()
  for (const promise of [container, uname, observation]) promise.catch(() => undefined)
  return { container, uname, outcome, observation, logs: () => logBook.lines(), remove }
}

/** What is seen of an application after the run was stopped says nothing of the application. */
function unlessStopped(outcome: Outcome, signal: AbortSignal): Outcome {
  return signal.aborted ? { kind: 'unproven', error: errorOf(signal.reason, signal) } : outcome
}

/** What stopped the run when it was stopped, else what was thrown. */
function errorOf(thrown: unknown, signal: AbortSignal): HarnessError {
  return signal.aborted && signal.reason instanceof HarnessError ? signal.reason : toHarnessError(thrown)
}

/** An application that takes longer than this to answer is not waited for. */
const longestProbeDelayMs = 5000

/** The log of a container that is gone ends; one that does not is left. */
const longestLogEndMs = 3000

/** The process list of an application that leaves its host no time is not waited for. */
const longestLookMs = 2000

const neverSeen: ProcessProof = { kind: 'unknown', reason: 'the engine did not list its processes in time' }
const neverRan: ProcessProof = { kind: 'unknown', reason: 'it never ran' }

async function startApplication(
  options: TargetRunOptions,
  beside: StartedDependencies | undefined,
): Promise<StartResult> {
  const { target, engine, settings, onState, signal, change = (request) => request } = options
  signal.throwIfAborted()
  onState('starting')
  if (settings.application.network === 'host') {
    for (const port of portsOf(target)) await refuseTakenPort(engine.info.host, portNumber(port))
  }
  const shared = beside && { network: beside.network, networkAliases: [beside.alias], volumes: beside.volumes }
  const { keepsFailed: keepsRefused } = options
  const request = change({ ...applicationRequest(options), ...shared, keepsRefused })
  const result = await engine.startContainer(request).catch((thrown: unknown) => {
    throw explainAskedTooMuch({ message: engineMessage(thrown) }, settings, target) ?? thrown
  })
  const tooMuch = result.kind === 'refused' ? explainAskedTooMuch(result, settings, target) : undefined
  if (tooMuch !== undefined) {
    if (result.kind === 'refused' && result.id !== undefined) await engine.removeContainer(result.id)
    throw tooMuch
  }
  onState('waiting-for-health', describeExpectation(target))
  return result
}

/** The application's container, as it is asked for. */
export function applicationRequest(options: TargetRunOptions): ContainerRequest {
  const { target, image, settings, signal } = options
  return {
    image,
    ...(target.configPlatform === undefined ? {} : { platform: target.configPlatform }),
    ...settings.application,
    ...(settings.publishesPorts ? { ports: reachablePorts(options) } : {}),
    signal,
  }
}
/** Those of its container that are asked from outside. */
export function reachablePorts({ target, suitePorts = [] }: TargetRunOptions): readonly string[] {
  return [...new Set([...portsOf(target), ...suitePorts])]
}
function portsOf({ expectation }: Target): readonly string[] {
  return expectation.kind === 'healthy' ? publishedPorts(expectation.conditions) : []
}

function describeExpectation({ expectation }: Target): string {
  switch (expectation.kind) {
    case 'healthy':
      return expectation.conditions.map(describeCondition).join(', ')
    case 'exit':
      return `exit code ${expectation.exitCode}`
    case 'stay':
      return 'staying up'
  }
}
