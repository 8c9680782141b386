import type { RunSettings } from '../config/run-settings.ts'
import type { MemoryLimit } from './classify.ts'

/** How the containers of a platform are made. */
export interface ContainerSettings {
  readonly command?: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly memory: MemoryLimit
  readonly pidsLimit: number
  readonly labels: Readonly<Record<string, string>>
}

const defaultMemoryBytes = 2 * 1024 ** 3
const defaultPidsLimit = 1024

/** What the user said of a platform's containers, with the limits of those of which nothing was said. */
export function containerSettings(asked: RunSettings, labels: Readonly<Record<string, string>>): ContainerSettings {
  return {
    env: asked.env,
    memory: { bytes: asked.memoryBytes ?? defaultMemoryBytes, isSetByUser: asked.memoryBytes !== undefined },
    pidsLimit: asked.pidsLimit ?? defaultPidsLimit,
    labels,
    ...(asked.command === undefined ? {} : { command: asked.command }),
  }
}
