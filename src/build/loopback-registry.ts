import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { toHarnessError } from '../errors.ts'
import type { ImageView } from '../image/view.ts'
import type { Descriptor } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import { listenOnLoopback } from './listen-on-loopback.ts'

/** A registry in this process, on loopback, that has one image and takes nothing. */
export interface LoopbackRegistry {
  /** What an engine of this host pulls digests from: `127.0.0.1:41234/everyarch/5f0c…`. */
  readonly repository: string
  close(): Promise<void>
}

/** What a path of the registry stands for. */
interface Served {
  readonly digest: Digest
  readonly mediaType: string
  readonly sizeBytes: number
  read(): Promise<AsyncIterable<Uint8Array>>
}

/**
 * Serves the images of a view, by digest, to whoever knows the name. Every byte is hashed on its way, so damage breaks
 * the download off.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pull
 */
export async function serveImage(view: ImageView, signal?: AbortSignal): Promise<LoopbackRegistry> {
  const name = `everyarch/${randomBytes(8).toString('hex')}`
  const served = await listServed(view, signal)
  const server = await listenOnLoopback((request, response) => {
    const found = request.url === undefined ? undefined : lookUp(request.url, name, served)
    if (found === 'root') respond(response, 200, { 'docker-distribution-api-version': 'registry/2.0' })
    else if (found === undefined) respond(response, 404, {})
    else if (request.method === 'HEAD') respond(response, 200, headersOf(found))
    else if (request.method === 'GET') void send(response, found)
    else respond(response, 405, { allow: 'GET, HEAD' })
  })
  return {
    repository: `${server.address}/${name}`,
    close: server.close,
  }
}

type ServedByPath = ReadonlyMap<string, Served>

/** Every manifest, config and layer, by the end of its path; an image whose manifest cannot be read is left out. */
async function listServed({ source, images }: ImageView, signal: AbortSignal | undefined): Promise<ServedByPath> {
  const served = new Map<string, Served>()
  const addBlob = (descriptor: Descriptor): void => {
    const { digest, sizeBytes } = descriptor
    const read = (): Promise<AsyncIterable<Uint8Array>> => source.openBlob(descriptor, signal)
    served.set(`blobs/${digest}`, { digest, mediaType: 'application/octet-stream', sizeBytes, read })
  }
  await Promise.all(
    images.map(async (image) => {
      const manifest = await image.readManifest().catch(() => undefined)
      if (manifest === undefined) return
      const { bytes, digest, mediaType, value } = manifest
      const read = async (): Promise<AsyncIterable<Uint8Array>> => Readable.from([bytes])
      served.set(`manifests/${digest}`, { digest, mediaType, sizeBytes: bytes.byteLength, read })
      for (const descriptor of [value.config, ...value.layers]) addBlob(descriptor)
    }),
  )
  return served
}

function lookUp(url: string, name: string, served: ServedByPath): Served | 'root' | undefined {
  const [path = ''] = url.split('?')
  if (path === '/v2/' || path === '/v2') return 'root'
  const prefix = `/v2/${name}/`
  return path.startsWith(prefix) ? served.get(path.slice(prefix.length).replace('%3A', ':')) : undefined
}

function headersOf({ digest, mediaType, sizeBytes }: Served): Readonly<Record<string, string>> {
  return { 'content-type': mediaType, 'content-length': String(sizeBytes), 'docker-content-digest': digest }
}

async function send(response: ServerResponse, found: Served): Promise<void> {
  try {
    const content = await found.read()
    response.writeHead(200, headersOf(found))
    await pipeline(holdBackLast(content), response)
  } catch (thrown) {
    if (response.headersSent) response.destroy()
    else respond(response, toHarnessError(thrown).code === 'content-missing' ? 404 : 500, {})
  }
}

/** A digest is known to be wrong at the end of a stream: by then the last bytes must not be sent. */
async function* holdBackLast(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | undefined
  for await (const chunk of content) {
    if (held !== undefined) yield held
    held = chunk
  }
  if (held !== undefined) yield held
}

function respond(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, headers).end()
}
