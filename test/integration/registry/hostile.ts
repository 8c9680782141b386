import { onTestFinished } from 'vitest'
import { createRegistryClient, type RegistryClient } from '../../../src/registry/client.ts'
import type { Repository } from '../../../src/registry/repository.ts'
import type { RegistryOptions } from '../../../src/registry/settings.ts'
import {
  startHostileRegistry,
  type Answer,
  type HostileRegistry,
  type TlsKeys,
} from '../../support/hostile-registry.ts'

/** A server that misbehaves until the test ends. */
export async function hostile(answer: Answer, tls?: TlsKeys): Promise<HostileRegistry> {
  const registry = await startHostileRegistry(answer, tls)
  onTestFinished(() => registry[Symbol.asyncDispose]())
  return registry
}

/** A client that waits for nothing long, until the test ends. */
export function client(options: RegistryOptions = {}): RegistryClient {
  const opened = createRegistryClient({ retryDelayMs: 1, timeoutMs: 5000, deadlineMs: 20_000, ...options })
  onTestFinished(() => opened.close())
  return opened
}

export function appOf(registry: { readonly address: string }, repository = 'app'): Repository {
  return { registry: registry.address, repository }
}

/** User and password for every registry. */
export const secret = 'hunter2-swordfish'
export const login = async () => ({ kind: 'basic' as const, username: 'me', password: secret })
export const basicHeader = `Basic ${Buffer.from(`me:${secret}`).toString('base64')}`
/** All the shapes in which it may leak. */
export const secrets = [secret, basicHeader.slice(6)] as const
