import { statfs } from 'node:fs/promises'
import type { EngineInfo } from './engine.ts'

/** Bytes free where the engine keeps its images; undefined where this process cannot know. */
export async function freeBytes(info: Pick<EngineInfo, 'isLocal' | 'dataRoot'>): Promise<number | undefined> {
  if (!info.isLocal || info.dataRoot === undefined) return undefined
  try {
    const { bavail, bsize } = await statfs(info.dataRoot)
    return bavail * bsize
  } catch {
    return undefined
  }
}
