import { asObject, parseWithin } from '../oci/json.ts'
import type { EngineClient } from './client.ts'
import { answerStatus } from './engine-error.ts'

/**
 * The host's view of a container's processes: one command line each; none of one that has ended.
 *
 * Docker is left to its defaults: hosts whose ps is busybox's know no other. Podman would run the image's own ps where it
 * is asked as Docker is, and reads the host's `/proc` where it is asked for a column by its own name.
 */
export async function listProcesses(client: EngineClient, id: string, isPodman: boolean): Promise<readonly string[]> {
  try {
    const value = await client.call({
      action: "list a container's processes",
      method: 'GET',
      path: `/containers/${id}/top`,
      ...(isPodman && { query: { ps_args: 'args' } }),
    })
    // Podman has nothing to say of one that has ended.
    if (value === '') return []
    return parseWithin("the engine's processes", () => parseProcesses(value), 'engine-failed')
  } catch (error) {
    if (answerStatus(error) === 409) return []
    throw error
  }
}

function parseProcesses(value: unknown): readonly string[] {
  const top = asObject(value)
  const titles = top.strings('Titles').map((title) => title.toUpperCase())
  const column = titles.findIndex((title) => ['CMD', 'COMMAND', 'ARGS'].includes(title))
  const rows = top.list('Processes', (row) => (Array.isArray(row) ? row.map(String) : []))
  return rows.map((row) => row[column < 0 ? row.length - 1 : column] ?? '')
}
