import type { Readable } from 'node:stream'
import { HarnessError } from '../errors.ts'
import type { ArchiveFiles } from '../image/archive-files.ts'
import { openArchiveStream } from '../image/archive-tar.ts'
import type { Platform } from '../oci/platform.ts'
import type { EngineClient } from './client.ts'
import { readWhileBusy, type IdleStreamOptions } from './idle-stream.ts'

/** The classic store copies an image before the first byte of it comes. */
const startCalls = 20
const idleCalls = 4

export interface ExportRequest {
  readonly reference: string
  /** @default all that the engine holds */
  readonly platform?: Platform
  /** It has at least so many. */
  readonly expectedBytes: number
  readonly signal?: AbortSignal | undefined
}

/**
 * What `docker save` writes of an image, in a temporary file for as long as it is open.
 * https://docs.docker.com/reference/api/engine/version/v1.51/#tag/Image/operation/ImageGet
 *
 * @throws HarnessError `engine-failed`, `disk-full`, or what any call of the engine throws
 */
export async function exportImage(client: EngineClient, request: ExportRequest): Promise<ArchiveFiles> {
  const { reference, platform, expectedBytes, signal } = request
  const action = `export ${reference}`
  const stream = await client.stream({
    action,
    method: 'GET',
    path: `/images/${reference}/get`,
    timeoutMs: startCalls * client.callTimeoutMs,
    ...(platform === undefined ? {} : { query: { platform: JSON.stringify(toJson(platform)) } }),
    ...(signal === undefined ? {} : { signal }),
  })
  const explain = (error: unknown): HarnessError => client.explain(action, error, signal)
  try {
    const what = `the engine's export of ${reference}`
    return await openArchiveStream(
      readExport(stream, { action, idleTimeoutMs: idleCalls * client.callTimeoutMs }, explain),
      { what, expectedBytes },
      signal,
    )
  } catch (error) {
    stream.destroy()
    throw explainExport(explain(error))
  }
}

/** What breaks off is the engine's matter, and none of the archive's. */
async function* readExport(
  stream: Readable,
  options: IdleStreamOptions,
  explain: (error: unknown) => HarnessError,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* readWhileBusy(stream, options)
  } catch (error) {
    throw explain(error)
  }
}

/** An export that is no image was not written well. */
export function explainExport(error: unknown): unknown {
  if (!(error instanceof HarnessError) || !['content-invalid', 'content-missing'].includes(error.code)) return error
  return new HarnessError('engine-failed', error.message, {
    cause: error,
    hint: 'see what the engine logged, and whether docker save ends well',
  })
}

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md#image-index-property-descriptions */
function toJson({ os, architecture, variant, osVersion }: Platform): object {
  return {
    os,
    architecture,
    ...(variant === undefined ? {} : { variant }),
    ...(osVersion === undefined ? {} : { 'os.version': osVersion }),
  }
}
