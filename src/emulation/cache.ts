import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { probeRevision } from '../elf/probe.ts'
import type { EngineInfo } from '../engine/engine.ts'
import { asString } from '../oci/json.ts'
import type { BinfmtHandler } from './binfmt.ts'
import { hashOf, readCacheFile, writeCacheFile } from './cache-file.ts'
import { type Execution, parseExecution } from './execution.ts'

/** What known-good programs said on an engine since it booted, by architecture; forgotten when anything that matters changes. */
export interface ExecutionCache {
  read(): Promise<ReadonlyMap<string, Execution>>
  /** Adds to what is there. A cache that cannot be written is no error: the next run asks the engine again. */
  write(executions: ReadonlyMap<string, Execution>): Promise<void>
}

export interface CacheOptions {
  /** The folder of all engines' caches; made when it is first written. */
  readonly cacheDir: string
  readonly info: EngineInfo
  readonly handlers: readonly BinfmtHandler[]
  /** Changes at every boot: `/proc/sys/kernel/random/boot_id`. */
  readonly bootIdFile: string
}

/** Opens the cache of a local engine; undefined where it cannot be told when the machine was booted. */
export function openExecutionCache({ cacheDir, info, handlers, bootIdFile }: CacheOptions): ExecutionCache | undefined {
  const bootId = readBootId(bootIdFile)
  if (bootId === undefined) return undefined
  const { id, endpoint, version, kernelVersion, architecture, os } = info
  const engine = [id, endpoint, version, kernelVersion, architecture, os]
  const key = hashOf([probeRevision, engine, bootId, handlers.map(describe)])
  const path = join(cacheDir, `${hashOf([id, endpoint]).slice(0, 16)}.json`)
  const read = (): Promise<ReadonlyMap<string, Execution>> => readEntries(path, key)
  return {
    read,
    async write(executions) {
      const entries = new Map([...(await read()), ...executions])
      await writeCacheFile(path, { key, executions: Object.fromEntries(entries) })
    },
  }
}

/** Nothing where the file is of another key or another program. */
async function readEntries(path: string, key: string): Promise<ReadonlyMap<string, Execution>> {
  const document = await readCacheFile(path)
  try {
    if (document?.required('key', asString) !== key) return new Map()
    const executions = document.object('executions')
    return new Map(executions.keys().map((name) => [name, executions.required(name, parseExecution)]))
  } catch {
    return new Map()
  }
}

function readBootId(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}

/** An upgraded emulator keeps its path, so its file counts too, where it can be seen. */
function describe({ name, enabled, interpreter, flags, offset, magic, mask }: BinfmtHandler): unknown {
  return [name, enabled, interpreter, identify(interpreter), flags, offset, [...magic], [...(mask ?? [])]]
}

function identify(path: string): readonly number[] {
  try {
    const { ino, size, mtimeMs } = statSync(path)
    return [ino, size, mtimeMs]
  } catch {
    return []
  }
}
