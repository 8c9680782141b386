import type { Readable } from 'node:stream'
import type { EngineClient } from './client.ts'
import { demuxOutput, type OutputChunk } from './demux.ts'
import { readWhileBusy } from './idle-stream.ts'

export interface OutputLimits {
  /** Of each of both; reading ends where there is more. */
  readonly maxBytes: number
  /** It has a terminal: what it wrote is then all one. @default false */
  readonly hasTerminal?: boolean
}

export interface ContainerOutput {
  readonly stdout: Buffer
  readonly stderr: Buffer
  /** It wrote more than that. */
  readonly isCut: boolean
}

const action = "read a container's output"

/**
 * What a container that has ended wrote, byte for byte.
 * https://docs.docker.com/reference/api/engine/version/v1.44/#tag/Container/operation/ContainerLogs
 * @throws HarnessError what any call of the engine throws
 */
export async function readContainerOutput(
  client: EngineClient,
  id: string,
  { maxBytes, hasTerminal = false }: OutputLimits,
  signal?: AbortSignal,
): Promise<ContainerOutput> {
  const parts: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] }
  const room = { stdout: maxBytes, stderr: maxBytes }
  let isCut = false
  try {
    const stream = await client.stream({
      action,
      method: 'GET',
      path: `/containers/${id}/logs`,
      query: { follow: false, stdout: true, stderr: true },
      ...(signal !== undefined && { signal }),
    })
    const chunks = hasTerminal ? asStdout(stream, client.callTimeoutMs) : demuxOutput(stream)
    for await (const { stream: name, bytes } of chunks) {
      const kept = bytes.subarray(0, room[name])
      room[name] -= kept.byteLength
      if (kept.byteLength > 0) parts[name].push(Buffer.from(kept))
      isCut = kept.byteLength < bytes.byteLength
      if (isCut) break
    }
    return { stdout: Buffer.concat(parts.stdout), stderr: Buffer.concat(parts.stderr), isCut }
  } catch (error) {
    throw client.explain(action, error, signal)
  }
}

async function* asStdout(stream: Readable, idleTimeoutMs: number): AsyncGenerator<OutputChunk> {
  for await (const chunk of readWhileBusy(stream, { action, idleTimeoutMs })) {
    yield { stream: 'stdout', bytes: Buffer.from(chunk), starts: true }
  }
}
