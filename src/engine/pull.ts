import { setTimeout as sleep } from 'node:timers/promises'
import { asObject, parseWithin, type JsonObject } from '../oci/json.ts'
import { formatPlatform } from '../oci/platform.ts'
import type { EngineClient } from './client.ts'
import type { PullCredential, PullRequest } from './engine.ts'
import { answerMessage, answerStatus } from './engine-error.ts'
import { readEvents } from './event-stream.ts'
import { hasImage, removeImage } from './images.ts'
import { pullError } from './pull-error.ts'

/** Unpacking a layer, of which some engines say nothing, included. */
const idleCalls = 6

const longestSeries = 8

const pauseMs = 200

/**
 * Pulls one manifest by digest and reads every event: the status of the answer says nothing, what goes wrong comes later.
 * @throws HarnessError `registry-rate-limited`, `registry-denied`, `content-missing`, `disk-full`, `pull-failed`, or what
 * any call of the engine throws
 */
export async function pullImage(client: EngineClient, request: PullRequest): Promise<void> {
  const { repository, digest, signal } = request
  for (let attempt = 1; ; attempt += 1) {
    const saidHeld = await pullOnce(client, request)
    if (await hasImage(client, repository, digest, signal)) return
    // A connection that broke at the right place looks like an end; or another run of the image has removed it.
    if (attempt === longestSeries) throw pullError(describe(request), 'it ended without the image')
    // Removed while it was pulled, a containerd store may keep its name without its layers, and calls that up to date.
    // Nothing else is removed: that would take what other runs pull meanwhile, and theirs would take what this one does.
    if (saidHeld) await removeImage(client, `${repository}@${digest}`)
    await sleep(attempt * pauseMs * (0.5 + Math.random()))
  }
}

function describe({ repository, digest, platform }: PullRequest): string {
  return `${repository}@${digest} for ${formatPlatform(platform)}`
}

/** True when the engine says that it held the image before. */
async function pullOnce(client: EngineClient, request: PullRequest): Promise<boolean> {
  const { repository, digest, signal } = request
  const what = describe(request)
  const action = `pull ${what}`
  const { idleTimeoutMs = idleCalls * client.callTimeoutMs } = request
  const withTotal = request.totalTimeoutMs === undefined ? {} : { totalTimeoutMs: request.totalTimeoutMs }
  const layers = new Map<string, LayerProgress>()
  let saidHeld = false
  try {
    const stream = await client.stream({
      action,
      method: 'POST',
      path: '/images/create',
      query: { fromImage: repository, tag: digest, platform: formatPlatform(request.platform) },
      ...(request.credential !== undefined && { registryAuth: toRegistryAuth(request.credential, repository) }),
      // The classic store answers only when the registry has.
      timeoutMs: idleTimeoutMs,
      ...(signal !== undefined && { signal }),
    })
    for await (const value of readEvents(stream, { action, idleTimeoutMs, ...withTotal })) {
      const event = parseWithin("the engine's progress", () => parsePullEvent(value), 'engine-failed')
      if (event.error !== undefined) throw pullError(what, event.error)
      if (event.status?.startsWith('Status: Image is up to date') === true) saidHeld = true
      if (updateLayers(layers, event)) request.onProgress?.(sumLayers(layers))
    }
    return saidHeld
  } catch (error) {
    throw answerStatus(error) === undefined
      ? client.explain(action, error, signal)
      : pullError(what, answerMessage(error) ?? String(error))
  }
}

interface LayerProgress {
  readonly received: number
  readonly total: number
}

interface PullEvent {
  readonly id?: string
  readonly status?: string
  readonly progress?: { readonly current: number; readonly total: number }
  readonly error?: string
}

function parsePullEvent(value: unknown): PullEvent {
  const event = asObject(value)
  const id = event.optionalString('id')
  const status = event.optionalString('status')
  const error = event.optionalObject('errorDetail')?.optionalString('message') ?? event.optionalString('error')
  const progress = event.optional('progressDetail', (detail, where) => parseProgress(asObject(detail, where)))
  return {
    ...(id !== undefined && { id }),
    ...(status !== undefined && { status }),
    ...(error !== undefined && { error }),
    ...(progress !== undefined && { progress }),
  }
}

function parseProgress(detail: JsonObject): { readonly current: number; readonly total: number } | undefined {
  const current = detail.optionalInteger('current', { min: -1 })
  return current === undefined ? undefined : { current, total: detail.optionalInteger('total', { min: -1 }) ?? 0 }
}

/** True when something changed. Only downloading counts: unpacking reports its own bytes under the same names. */
function updateLayers(layers: Map<string, LayerProgress>, event: PullEvent): boolean {
  if (event.id === undefined) return false
  const known = layers.get(event.id)
  if (event.status === 'Downloading' && event.progress !== undefined) {
    layers.set(event.id, {
      received: event.progress.current,
      total: Math.max(event.progress.total, event.progress.current),
    })
    return true
  }
  if (known === undefined || !/^(?:Download complete|Pull complete)$/.test(event.status ?? '')) return false
  layers.set(event.id, { received: known.total, total: known.total })
  return known.received !== known.total
}

function sumLayers(layers: ReadonlyMap<string, LayerProgress>): { receivedBytes: number; totalBytes: number } {
  let receivedBytes = 0
  let totalBytes = 0
  for (const { received, total } of layers.values()) {
    receivedBytes += received
    totalBytes += total
  }
  return { receivedBytes, totalBytes }
}

/** https://docs.docker.com/reference/api/engine/#section/Authentication */
function toRegistryAuth(credential: PullCredential, repository: string): Readonly<Record<string, string>> {
  const serveraddress = repository.split('/')[0] ?? repository
  if ('identityToken' in credential) return { identitytoken: credential.identityToken, serveraddress }
  return { username: credential.username, password: credential.password, serveraddress }
}
