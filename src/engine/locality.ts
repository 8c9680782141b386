import { stat } from 'node:fs/promises'
import { hostname, release, totalmem } from 'node:os'
import type { EngineAddress } from './endpoint.ts'
import type { EngineFacts } from './info.ts'

/** This process's own kernel and place. */
export interface OwnHost {
  readonly platform: string
  readonly kernelVersion: string
  readonly hostName: string
  readonly memoryBytes: number
  readonly inContainer: boolean
}

export async function readOwnHost(): Promise<OwnHost> {
  const marks = await Promise.all(['/.dockerenv', '/run/.containerenv'].map(exists))
  return {
    platform: process.platform,
    kernelVersion: release(),
    hostName: hostname(),
    memoryBytes: totalmem(),
    inContainer: marks.includes(true),
  }
}

/**
 * True when the engine runs on the very kernel this process runs on, so that `/proc` here speaks of it too.
 *
 * No API says so, therefore everything must fit: it is reached without leaving this host, it runs Linux of the same
 * version, and sees the same memory to the byte. That tells Docker Desktop's, Colima's and podman's machines apart. A
 * socket forwarded from a twin of this host would still fit: its host name does not, and it may differ only when this
 * process is in a container that was given the engine's socket.
 */
export function isLocalEngine(address: EngineAddress, facts: EngineFacts, own: OwnHost): boolean {
  if (own.platform !== 'linux' || facts.os !== 'linux' || !isReachedHere(address)) return false
  if (facts.kernelVersion !== own.kernelVersion || facts.memoryBytes !== own.memoryBytes) return false
  return facts.hostName === own.hostName || own.inContainer
}

/** True when the engine is reached without leaving this host: then what it publishes on loopback is reachable too. */
export function isReachedHere(address: EngineAddress): boolean {
  if (address.kind === 'unix' || address.kind === 'npipe') return true
  return (
    address.kind === 'tcp' &&
    (address.host === 'localhost' || address.host === '::1' || address.host.startsWith('127.'))
  )
}

/**
 * True when this process is in a container and the engine is outside of it: its loopback is then another one, and its
 * default bridge is where both meet.
 */
export function isBehindBridge(address: EngineAddress, facts: EngineFacts, own: OwnHost): boolean {
  return own.inContainer && isReachedHere(address) && facts.hostName !== own.hostName
}

/** The folder, where this process can see it. */
export async function visibleFolder(path: string | undefined): Promise<string | undefined> {
  return path !== undefined && (await exists(path)) ? path : undefined
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch {
    return false
  }
}
