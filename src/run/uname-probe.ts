import { writeProbe } from '../elf/probe.ts'
import type { Engine, StartedContainer } from '../engine/engine.ts'
import type { UnameInfo } from '../harness/protocol.ts'
import type { Target } from '../plan/target.ts'
import { readEmulatorLine } from './emulator-log.ts'
import type { ContainerSettings } from './container-settings.ts'
import { isImageGone } from './with-image.ts'

const probePath = '/.everyarch-probe'
const probeTimeoutMs = 60_000
const commandTimeoutMs = 5000

/** What the probe container said. */
export type UnameOutcome =
  { readonly kind: 'read'; readonly info: UnameInfo } | { readonly kind: 'unread'; readonly reason: string }

/** Asks the image's own `uname`, where a container of it runs and has one: it costs a fourth of a container's start. */
export async function askOwnUname(container: StartedContainer, signal: AbortSignal): Promise<UnameOutcome | undefined> {
  const limits = { timeoutMs: commandTimeoutMs, signal }
  const result = await container.exec(['uname', '-m'], limits).catch(() => undefined)
  if (result === undefined) return undefined
  const outcome = readProbeLines(result.stdout.split('\n'), result.exitCode)
  return outcome.kind === 'read' ? outcome : undefined
}

export interface UnameProbeOptions {
  readonly engine: Engine
  readonly target: Target
  readonly image: string
  readonly settings: ContainerSettings
  readonly signal: AbortSignal
}

/**
 * Reads `uname -m` in one short container of the image, with an init: a static program of the platform is put in, which
 * hands over to the image's own `uname` where there is one and asks the kernel itself where there is none.
 */
export async function runUnameProbe(options: UnameProbeOptions): Promise<UnameOutcome> {
  const first = await probeOnce(options).catch((thrown: unknown) => {
    if (options.signal.aborted || isImageGone(thrown)) throw thrown
    return undefined
  })
  // A busy engine may lose a connection, or the only line of a container this short.
  return first?.kind === 'read' ? first : probeOnce(options)
}

async function probeOnce(options: UnameProbeOptions): Promise<UnameOutcome> {
  const { engine, target, image, settings } = options
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(probeTimeoutMs)])
  const result = await engine.startContainer({
    image,
    ...(target.configPlatform === undefined ? {} : { platform: target.configPlatform }),
    ...settings.probe,
    network: 'none',
    entrypoint: [probePath, 'uname'],
    command: [],
    init: true,
    files: [{ path: probePath, bytes: writeProbe(target.platform), mode: 0o755 }],
    signal,
  })
  if (result.kind === 'refused') return { kind: 'unread', reason: `the probe could not be executed: ${result.message}` }
  try {
    return await readProbe(result.container, signal)
  } finally {
    await result.container.remove()
  }
}

async function readProbe(container: StartedContainer, signal: AbortSignal): Promise<UnameOutcome> {
  const lines: string[] = []
  const logs = container.followLogs(({ text }) => void lines.push(text), signal)
  // Together: where the engine goes away, both fail, and nobody would hear of the second.
  const [{ exitCode }] = await Promise.all([container.wait(signal), logs])
  return readProbeLines(lines, exitCode)
}

/** What the probe's lines say: `probe aarch64` is the program's own word, a bare word the image's `uname`. */
export function readProbeLines(lines: readonly string[], exitCode: number): UnameOutcome {
  const said = lines.filter((line) => line.trim() !== '' && readEmulatorLine(line) === undefined)
  const own = said.map((line) => /^probe (\S+)$/.exec(line)?.[1]).find((machine) => machine !== undefined)
  if (own !== undefined) return { kind: 'read', info: { machine: own, source: 'injected' } }
  const [machine] = said
  if (exitCode === 0 && machine !== undefined && /^\S+$/.test(machine)) {
    return { kind: 'read', info: { machine, source: 'image' } }
  }
  return {
    kind: 'unread',
    reason: `uname -m ended with exit code ${exitCode}: ${said.slice(-2).join(' / ') || 'it said nothing'}`,
  }
}
