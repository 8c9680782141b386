import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import { noWants, type AnswerWants } from './answer-wants.ts'

/** What must answer over HTTP, and how. */
export interface HttpTarget {
  readonly scheme: 'http' | 'https'
  /** Absent: the one TCP port the image exposes. */
  readonly port?: number
  /** Path and query, from the slash on. */
  readonly path: string
  /** What the request names as its host, and the name a certificate must be for. @default where it is reached */
  readonly host?: string
  /** Whom a certificate must be from; absent: as said for all, else one of the system's authorities. */
  readonly trust?: TlsTrust
  readonly wants: AnswerWants
}

/** Whose certificates are believed. */
export type TlsTrust =
  | { readonly kind: 'any' }
  /** The path of a file of certificates (PEM). */
  | { readonly kind: 'authority'; readonly file: string }

/**
 * `5000`, `5000/path`, `/path`; with TLS `https:8443/path`.
 * @throws HarnessError `config-invalid`
 */
export function parseHttpTarget(value: string | number): HttpTarget {
  const text = String(value).trim()
  const [, word = 'http', digits, path] = /^(?:(https?):)?(\d{1,5})?(\/[\u0021-\u007e]*)?$/.exec(text) ?? []
  if (isUrl.test(text) || (digits === undefined && path === undefined)) throw invalid(text)
  const target = { scheme: word === 'https' ? 'https' : 'http', path: path ?? '/', wants: noWants } as const
  return digits === undefined ? target : { ...target, port: readPort(digits) }
}

/** As it is written: `5000`, `https:8443/health`. */
export function formatHttpTarget({ scheme, port, path }: HttpTarget): string {
  const isShort = path === '/' && port !== undefined
  return `${scheme === 'https' ? 'https:' : ''}${port ?? ''}${isShort ? '' : path}`
}

/** A TCP port. @throws HarnessError `config-invalid` */
export function readPort(raw: unknown): number {
  const text = String(raw).trim()
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65_535) {
    throw new HarnessError('config-invalid', `${quoteText(text)} is not a port: a port is 1 to 65535`)
  }
  return port
}

const isUrl = /^(https?):\/\//i

function invalid(text: string): HarnessError {
  const [, scheme] = isUrl.exec(text) ?? []
  return new HarnessError('config-invalid', `${quoteText(text)} is not a port or path`, {
    hint:
      scheme === undefined
        ? 'write 5000, 5000/path or /path; https:8443/path where it speaks TLS'
        : `leave the host out: ${scheme.toLowerCase() === 'https' ? 'https:8443/health' : '5000/health'} asks the container, wherever it runs`,
  })
}
