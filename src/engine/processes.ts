import { asObject, parseWithin } from '../oci/json.ts'
import type { EngineClient } from './client.ts'
import { answerStatus } from './engine-error.ts'
import type { ThreadSignals } from './engine.ts'

/**
 * The host's view of a container's processes: one command line each; none of one that has ended.
 *
 * Docker is left to its defaults: hosts whose ps is busybox's know no other. Podman would run the image's own ps where it
 * is asked as Docker is, and reads the host's `/proc` where it is asked for a column by its own name.
 */
export async function listProcesses(client: EngineClient, id: string, isPodman: boolean): Promise<readonly string[]> {
  const { titles, rows } = await readTop(client, id, isPodman ? 'args' : undefined)
  const column = titles.findIndex((title) => ['CMD', 'COMMAND', 'ARGS'].includes(title))
  return rows.map((row) => row[column < 0 ? row.length - 1 : column] ?? '')
}

const threadColumns = ['PID', 'BLOCKED', 'CAUGHT', 'IGNORED'] as const

/**
 * The signals of the threads of a container's process, by its id on the engine's host; none where it has ended. For
 * Docker alone: Podman would run the image's own ps.
 * @throws HarnessError `engine-failed` also where the ps of the engine's host does not know them
 */
export async function listThreads(
  client: EngineClient,
  id: string,
  processId: number,
): Promise<readonly ThreadSignals[]> {
  const { titles, rows } = await readTop(client, id, `-L -o ${threadColumns.join(',').toLowerCase()}`)
  const at = threadColumns.map((title) => titles.indexOf(title))
  return rows.flatMap((row) => {
    const [pid, ...masks] = at.map((column) => row[column] ?? '')
    const [blocked, caught, ignored] = masks.map(parseMask)
    if (Number(pid) !== processId || blocked === undefined || caught === undefined || ignored === undefined) return []
    return [{ blocked, caught, ignored }]
  })
}

function parseMask(digits: string): bigint | undefined {
  return /^[0-9a-f]{1,32}$/i.test(digits) ? BigInt(`0x${digits}`) : undefined
}

/** The engine's ps waits for the memory of each process, which one that forks without end hardly ever lets go of. */
const timeoutMs = 5000

interface Top {
  readonly titles: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

async function readTop(client: EngineClient, id: string, columns: string | undefined): Promise<Top> {
  try {
    const value = await client.call({
      action: "list a container's processes",
      method: 'GET',
      path: `/containers/${id}/top`,
      ...(columns !== undefined && { query: { ps_args: columns } }),
      timeoutMs,
    })
    // Podman has nothing to say of one that has ended.
    if (value === '') return { titles: [], rows: [] }
    return parseWithin("the engine's processes", () => parseTop(value), 'engine-failed')
  } catch (error) {
    if (answerStatus(error) === 409) return { titles: [], rows: [] }
    throw error
  }
}

function parseTop(value: unknown): Top {
  const top = asObject(value)
  return {
    titles: top.strings('Titles').map((title) => title.toUpperCase()),
    rows: top.list('Processes', (row) => (Array.isArray(row) ? row.map(String) : [])),
  }
}
