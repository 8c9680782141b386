import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { HarnessError } from '../errors.ts'
import { abortError, answerError, connectionError, errorCode, timeoutError } from './engine-error.ts'
import type { EngineTransport } from './transport.ts'

/** One call of the engine's API. */
export interface EngineRequest {
  /** For messages: `start the container`. */
  readonly action: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | boolean>>
  readonly body?: Readonly<Record<string, unknown>>
  /** Sent as it is, instead of a JSON body. */
  readonly file?: Uint8Array
  readonly registryAuth?: Readonly<Record<string, string>>
  /** For the whole call; for a stream until it begins. 0 means no limit. @default the client's `callTimeoutMs` */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

/** A connection to one engine: JSON in and out, and streams, with one kind of error. */
export interface EngineClient {
  /** Where it answers, for messages. */
  readonly where: string
  /** What a call is given that says nothing else. */
  readonly callTimeoutMs: number
  /** @throws HarnessError `engine-failed`, `engine-absent`, `engine-denied`, `disk-full`, `interrupted` */
  call(request: EngineRequest): Promise<unknown>
  /** The same, with the body as it comes. Aborting `signal` also ends a stream that has begun. */
  stream(request: EngineRequest): Promise<Readable>
  /** The error of this client for whatever reading one of its streams threw. */
  explain(action: string, error: unknown, signal?: AbortSignal): HarnessError
  close(): void
}

/** The part of dockerode that makes requests; its own types call it `any`. */
interface Modem {
  dial(options: DialOptions, done: (error: Error | null, result: unknown) => void): void
}

interface DialOptions {
  readonly path: string
  readonly method: string
  /** Query and body apart, or the whole body would be repeated in the address. */
  readonly options: { readonly _query: object; readonly _body: object }
  readonly statusCodes: Readonly<Record<number, boolean>>
  readonly isStream: true
  readonly abortSignal: AbortSignal
  readonly file?: Buffer
  readonly authconfig?: Readonly<Record<string, string>>
}

/** For what takes an engine no time, on a busy machine. */
export const defaultCallTimeoutMs = 30_000
const successes = { 101: true, 200: true, 201: true, 204: true, 304: true }

/** Opens dockerode on a transport; importing it is most of the cost, so that is begun as early as possible. */
export async function openClient(
  transport: EngineTransport,
  where: string,
  callTimeoutMs = defaultCallTimeoutMs,
): Promise<EngineClient> {
  const modem = await openModem(transport)
  const explain = (action: string, error: unknown, signal?: AbortSignal): HarnessError => {
    if (signal !== undefined && signal.aborted) return abortError(signal)
    return error instanceof HarnessError ? error : toEngineError(action, where, error)
  }
  const dial = async <T>(
    request: EngineRequest,
    use: (stream: Readable, keepSignal: () => void) => T | Promise<T>,
  ): Promise<T> => {
    const { action, signal, timeoutMs = callTimeoutMs } = request
    const controller = new AbortController()
    const abort = (): void => controller.abort()
    if (signal?.aborted === true) abort()
    signal?.addEventListener('abort', abort, { once: true })
    const timer = timeoutMs === 0 ? undefined : setTimeout(abort, timeoutMs)
    let isKept = false
    try {
      const result = await dialSafely(modem, dialOptions(request, controller.signal))
      if (!(result instanceof Readable)) {
        throw new HarnessError('engine-failed', `the engine gave no answer when asked to ${action}`)
      }
      return await use(result, () => {
        isKept = true
        endWithSignal(result, signal, abort)
      })
    } catch (error) {
      const timedOut = controller.signal.aborted && signal?.aborted !== true
      throw timedOut ? timeoutError(action, timeoutMs) : explain(action, error, signal)
    } finally {
      clearTimeout(timer)
      if (!isKept) signal?.removeEventListener('abort', abort)
    }
  }
  return {
    where,
    callTimeoutMs,
    call: (request) => dial(request, readAnswer),
    stream: (request) =>
      dial(request, (stream, keepSignal) => {
        keepSignal()
        return stream
      }),
    explain,
    close: () => transport.close(),
  }
}

async function openModem(transport: EngineTransport): Promise<Modem> {
  const { default: Docker } = await import('dockerode')
  try {
    // Every option is given, undefined ones too: what is left out it takes from DOCKER_HOST and its companions.
    const options = {
      protocol: transport.protocol,
      socketPath: transport.socketPath,
      host: transport.host,
      port: transport.port,
      agent: transport.agent,
      ca: undefined,
      cert: undefined,
      key: undefined,
      timeout: undefined,
      version: undefined,
    }
    const modem: Modem = new Docker(options).modem
    return modem
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new HarnessError('config-invalid', `the engine's settings in the environment are not valid: ${reason}`, {
      cause,
      hint: 'correct or unset DOCKER_HOST and DOCKER_CERT_PATH',
    })
  }
}

function dialOptions(request: EngineRequest, abortSignal: AbortSignal): DialOptions {
  return {
    path: `${request.path}?`,
    method: request.method,
    options: { _query: request.query ?? {}, _body: request.body ?? {} },
    statusCodes: successes,
    // It reads no answer to its end whose connection breaks: that is done here.
    isStream: true,
    abortSignal,
    ...(request.file !== undefined && {
      file: Buffer.from(request.file.buffer, request.file.byteOffset, request.file.byteLength),
    }),
    ...(request.registryAuth !== undefined && { authconfig: request.registryAuth }),
  }
}

/**
 * An engine may close a connection that was kept just when it is used again; what may be asked twice then is.
 * https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
 */
async function dialSafely(modem: Modem, options: DialOptions): Promise<unknown> {
  try {
    return await dialOnce(modem, options)
  } catch (error) {
    const isIdempotent = options.method === 'GET' || options.method === 'DELETE'
    if (!isIdempotent || errorCode(error) !== 'ECONNRESET' || options.abortSignal.aborted) throw error
    return dialOnce(modem, options)
  }
}

function dialOnce(modem: Modem, options: DialOptions): Promise<unknown> {
  return new Promise((resolve, reject) => {
    modem.dial(options, (error, result) => (error ? reject(error) : resolve(result)))
  })
}

/** JSON, or the text that is none. */
async function readAnswer(stream: Readable): Promise<unknown> {
  const body = await text(stream)
  try {
    const value: unknown = JSON.parse(body)
    return value
  } catch {
    return body
  }
}

function endWithSignal(stream: Readable, signal: AbortSignal | undefined, abort: () => void): void {
  // Whoever reads it hears of an error; between two readers it must not end the process.
  stream.on('error', () => undefined)
  if (signal === undefined) return
  const end = (): void => void stream.destroy(abortError(signal))
  signal.removeEventListener('abort', abort)
  signal.addEventListener('abort', end, { once: true })
  stream.once('close', () => signal.removeEventListener('abort', end))
  if (signal.aborted) end()
}

function toEngineError(action: string, where: string, error: unknown): HarnessError {
  const status = property(error, 'statusCode')
  if (typeof status !== 'number' || errorCode(error) !== undefined) return connectionError(action, where, error)
  const said = property(property(error, 'json'), 'message')
  const whole = error instanceof Error ? error.message : String(error)
  const message = typeof said === 'string' ? said : whole.replace(/^\(HTTP code \d+\) unexpected - /, '').trim()
  return answerError(action, { status, message })
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
