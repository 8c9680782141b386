import { cpus } from 'node:os'
import { join } from 'node:path'
import { calibrationRevision } from '../elf/calibration-program.ts'
import type { EngineInfo } from '../engine/engine.ts'
import { asObject, type JsonObject } from '../oci/json.ts'
import { hashOf, readCacheFile, writeCacheFile } from './cache-file.ts'
import type { Calibration, WorkTimes } from './calibration-times.ts'
import type { Execution } from './execution.ts'

/** What executes each architecture on an engine. */
export type Executions = ReadonlyMap<string, Execution>

/** Calibrations by architecture, kept as long as engine, kernel, processor and emulator are the same. */
export interface CalibrationCache {
  read(): Promise<ReadonlyMap<string, Calibration>>
  /** Adds to what is there. */
  write(calibrations: ReadonlyMap<string, Calibration>): Promise<void>
}

/** Opens the cache of an engine in the folder of all engines' caches. */
export function openCalibrationCache(cacheDir: string, info: EngineInfo, executions: Executions): CalibrationCache {
  const { id, endpoint, isLocal, kernelVersion, architecture: own } = info
  const path = join(cacheDir, `${hashOf([id, endpoint]).slice(0, 16)}.json`)
  // The processor of an engine elsewhere is not known; its identity stands for it.
  const host = [calibrationRevision, id, own, kernelVersion, isLocal ? cpus()[0]?.model : '']
  const keyOf = (architecture: string): string =>
    hashOf([host, architecture === own ? own : describe(executions.get(architecture))])
  return {
    read: async () => {
      const document = await readCacheFile(path)
      const found = [...executions.keys()].flatMap((architecture) => {
        const calibration = document && readEntry(document, architecture, keyOf(architecture))
        return calibration === undefined ? [] : [[architecture, calibration] as const]
      })
      return new Map(found)
    },
    write: async (calibrations) => {
      const before = await readCacheFile(path)
      const kept = (before?.keys() ?? []).map((name) => [name, before?.required(name, (value) => value)])
      const added = [...calibrations].map(([name, calibration]) => [name, { key: keyOf(name), ...calibration }])
      await writeCacheFile(path, Object.fromEntries([...kept, ...added]))
    },
  }
}

function readEntry(document: JsonObject, architecture: string, key: string): Calibration | undefined {
  try {
    const entry = document.optionalObject(architecture)
    if (entry?.string('key') !== key) return undefined
    return { own: entry.required('own', parseTimes), host: entry.required('host', parseTimes) }
  } catch {
    return undefined
  }
}

function parseTimes(value: unknown, where: string): WorkTimes {
  const times = asObject(value, where)
  const positive = (name: keyof WorkTimes): number => times.integer(name, { min: 1 })
  return { spawnUs: positive('spawnUs'), cpuUs: positive('cpuUs'), systemCallsUs: positive('systemCallsUs') }
}

function describe(execution: Execution | undefined): unknown {
  return execution?.kind === 'emulated' ? [execution.emulator.name, execution.emulator.version] : execution?.kind
}
