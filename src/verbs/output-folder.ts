import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HarnessError } from '../errors.ts'
import type { RunEvent } from '../report/event.ts'
import type { PlatformReport, RunReport } from '../report/report.ts'
import { makeFolder } from './make-folder.ts'

/** What is kept of a platform. */
export interface PlatformRecord {
  readonly report: PlatformReport
  /** What its application wrote. */
  readonly log: readonly string[]
  /** What the engine said of its container in the end. */
  readonly inspection?: unknown
}

/** Keeps what happened to each platform, and writes it into a folder of its own when the platform is done. */
export interface OutputFolder {
  onEvent(event: RunEvent): void
  /**
   * @param name the platform as events name it: `linux/arm64` becomes the folder `linux-arm64`
   * @throws HarnessError `reporter-failed`
   */
  write(name: string, kept: PlatformRecord): Promise<void>
}

/** What is kept of a build. */
export interface BuildRecord {
  /** What its steps wrote; absent where nothing was built. */
  readonly log: readonly string[] | undefined
  /** Of a run that ended with it. */
  readonly report?: RunReport
}

/**
 * Writes what a build wrote as `build.log`, and the report of a run that came no further as `report.json`.
 * @throws HarnessError `reporter-failed`
 */
export async function writeBuildRecord(directory: string, { log, report }: BuildRecord): Promise<void> {
  if (log === undefined) return
  await explainWrite(directory, async () => {
    await makeFolder(directory)
    await writeFile(join(directory, 'build.log'), joinLines(log))
    if (report !== undefined) await writeFile(join(directory, 'report.json'), formatDocument(report))
  })
}

async function explainWrite(directory: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (cause) {
    throw new HarnessError('reporter-failed', `the folder ${directory} cannot be written`, {
      cause,
      hint: 'name a folder that can be written with --output',
    })
  }
}

/** An output folder below `directory`; files of an earlier run are replaced. */
export function openOutputFolder(directory: string): OutputFolder {
  const events = new Map<string, string[]>()
  const startedAtMs = performance.now()
  return {
    onEvent: (event) => {
      if (event.kind !== 'platform-state' && event.kind !== 'platform-planned') return
      const lines = events.get(event.platform) ?? []
      events.set(event.platform, lines)
      lines.push(JSON.stringify({ atMs: Math.round(performance.now() - startedAtMs), ...event }))
    },
    write: async (name, { report, log, inspection }) => {
      const folder = join(directory, name.replaceAll(/[^\w.@-]+/g, '-'))
      await explainWrite(directory, async () => {
        await makeFolder(folder)
        await Promise.all([
          writeFile(join(folder, 'application.log'), joinLines(log)),
          writeFile(join(folder, 'events.jsonl'), joinLines(events.get(name) ?? [])),
          writeFile(join(folder, 'report.json'), formatDocument(report)),
          ...(inspection === undefined ? [] : [writeFile(join(folder, 'inspect.json'), formatDocument(inspection))]),
        ])
      })
    },
  }
}

function formatDocument(document: unknown): string {
  return `${JSON.stringify(document, undefined, 2)}\n`
}

function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}
