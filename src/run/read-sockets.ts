import { readFile } from 'node:fs/promises'
import type { Engine, StartedContainer } from '../engine/engine.ts'
import { findHostProcess } from './host-process.ts'
import { parseListeningSockets, type ListeningSocket } from './sockets.ts'

/** The sockets that listen inside a container. */
export async function readListeningSockets(
  engine: Engine,
  container: StartedContainer,
): Promise<readonly ListeningSocket[]> {
  return parseListeningSockets(await readSocketTables(engine, container))
}

/**
 * The kernel's tables of a container's TCP sockets: from its network namespace's files where this process may read
 * them, else by a command inside. Nothing when neither is possible.
 */
export async function readSocketTables(engine: Engine, container: StartedContainer): Promise<string> {
  return (await readLocally(engine, container)) ?? (await readInside(container))
}

const tables = ['tcp', 'tcp6'] as const

async function readLocally(engine: Engine, container: StartedContainer): Promise<string | undefined> {
  const here = await findHostProcess(engine, container)
  if (here === undefined) return undefined
  try {
    const texts = await Promise.all(tables.map((table) => readFile(`${here.folder}/net/${table}`, 'utf8')))
    return texts.join('\n')
  } catch {
    return undefined
  }
}

async function readInside(container: StartedContainer): Promise<string> {
  const result = await container.exec(['cat', ...tables.map((table) => `/proc/net/${table}`)], { timeoutMs: 5000 })
  return result.stdout
}
