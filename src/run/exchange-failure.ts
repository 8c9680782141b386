/** Why an exchange gave no answer that could be judged. */
export type ExchangeFailure =
  /** Nothing came. */
  | {
      readonly kind: 'none'
      readonly reason: string
      /** True when only time was lacking. */
      readonly isSlow?: true
    }
  /** Something came, and it was no answer as it should be: said of the application, after "it". */
  | {
      readonly kind: 'wrong'
      readonly problem: string
      readonly status?: number
      readonly hint?: string
      /** True when only time was lacking. */
      readonly isSlow?: true
      /** True when it is nothing that an application does while it starts. */
      readonly isLasting?: true
      /** What was asked for, where several paths were. */
      readonly path?: string
    }

export interface FailureContext {
  readonly receivedBytes: number
  /** The time it was given, where that ran out. */
  readonly timedOutMs: number | undefined
}

const certificateCodes = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** What an error of a connection, its TLS or its HTTP says of the application. */
export function describeFailure(error: unknown, { receivedBytes, timedOutMs }: FailureContext): ExchangeFailure {
  if (timedOutMs !== undefined) {
    if (receivedBytes === 0) return { kind: 'none', reason: 'no answer in time', isSlow: true }
    const problem = `began to answer and did not end within ${timedOutMs / 1000} s (${receivedBytes} bytes came)`
    return { kind: 'wrong', problem, isSlow: true }
  }
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === 'HPE_HEADER_OVERFLOW')
    return { kind: 'wrong', problem: 'sent a head of more than 64 KiB', isLasting: true }
  if (code.startsWith('HPE_')) {
    const hint = 'if it speaks TLS there, write --http https:PORT; if it speaks no HTTP, --expect tcp:PORT'
    return { kind: 'wrong', problem: 'answered something that is not HTTP', hint, isLasting: true }
  }
  if (certificateCodes.has(code)) {
    const hint = 'name the authority of its certificate: --expect tls:ca.pem; --expect tls:any takes every certificate'
    const problem = `showed a certificate that is not trusted: ${message.split(';')[0] ?? ''}`
    return { kind: 'wrong', problem, hint, isLasting: true }
  }
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') {
    return { kind: 'wrong', problem: 'did not speak TLS', hint: 'ask it without: --http PORT', isLasting: true }
  }
  if (code === 'ECONNREFUSED') return { kind: 'none', reason: 'the connection was refused' }
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return receivedBytes > 0
      ? { kind: 'wrong', problem: 'closed the connection in the middle of its answer' }
      : { kind: 'none', reason: 'the connection was closed without an answer' }
  }
  return { kind: 'none', reason: message }
}
