import { createRequire, Module } from 'node:module'
import type { Agent, Dispatcher, Pool } from 'undici'

/** The parts of undici a registry client needs. */
export interface UndiciParts {
  readonly Pool: typeof Pool
  readonly request: (this: Dispatcher, options: Dispatcher.RequestOptions) => Promise<Dispatcher.ResponseData>
}

const require = createRequire(import.meta.url)

let loaded: UndiciParts | undefined

/** Loads them on first use: all of undici takes as long to import as a whole `platforms` may take. */
export function loadUndici(): UndiciParts {
  loaded ??= loadParts() ?? loadWhole()
  return loaded
}

/** Inner files of a package may move in any release: then there is still the whole. */
function loadParts(): UndiciParts | undefined {
  try {
    return {
      Pool: withoutHttp2(() => require('undici/lib/dispatcher/pool.js')),
      request: require('undici/lib/api/api-request.js'),
    }
  } catch {
    return undefined
  }
}

function loadWhole(): UndiciParts {
  const whole: { readonly Pool: typeof Pool; readonly Agent: typeof Agent } = require('undici')
  return { Pool: whole.Pool, request: whole.Agent.prototype.request }
}

/**
 * undici's client loads its HTTP/2 half, and with it all of TLS, though this client speaks HTTP/1.1 only. While it
 * loads, a stand-in takes that half's place, which loads the real one if anybody in this process ever calls it.
 */
function withoutHttp2<T>(load: () => T): T {
  const path = require.resolve('undici/lib/dispatcher/client-h2.js')
  if (require.cache[path] !== undefined) return load()
  const standIn = new Module(path)
  standIn.exports = (...connection: readonly unknown[]): unknown => require(path)(...connection)
  standIn.loaded = true
  require.cache[path] = standIn
  try {
    return load()
  } finally {
    delete require.cache[path]
  }
}
