import { access, mkdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const refreshMs = 2_000
const staleAfterMs = 15_000

/**
 * Makes `folder` by `fill`, once for all processes that ask at the same time: it appears whole or not at all.
 * Others wait while the one that fills is alive, and take over from one that was killed.
 */
export async function onceAcrossProcesses(folder: string, fill: (draft: string) => Promise<void>): Promise<void> {
  const lock = `${folder}.lock`
  await mkdir(dirname(folder), { recursive: true })
  while (!(await exists(folder))) {
    if (await take(lock)) await fillLocked(folder, lock, fill)
    else await delay(200)
  }
}

async function fillLocked(folder: string, lock: string, fill: (draft: string) => Promise<void>): Promise<void> {
  const refresh = setInterval(() => void utimes(lock, new Date(), new Date()).catch(() => {}), refreshMs)
  try {
    if (await exists(folder)) return
    const draft = `${lock}/draft`
    await mkdir(draft)
    await fill(draft)
    await rename(draft, folder)
  } finally {
    clearInterval(refresh)
    await rm(lock, { recursive: true, force: true })
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await mkdir(lock)
    return true
  } catch {
    const refreshedAt = await stat(lock).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    )
    if (Date.now() - refreshedAt > staleAfterMs) await rm(lock, { recursive: true, force: true })
    return false
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
