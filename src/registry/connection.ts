/** A host that does not take a connection by then is not there. */
export const maxConnectMs = 10_000

/** The certificates Node trusts, and more; nothing where there are no more, which is Node's own way and faster. */
export function trustedAuthorities(more: string | undefined): { readonly ca?: string[] } {
  if (more === undefined) return {}
  return { ca: [...process.getBuiltinModule('node:tls').getCACertificates('default'), more] }
}

/** Nothing came for too long; undici has its own errors for it. */
export class IdleError extends Error {
  override readonly name = 'IdleError'
  readonly code: 'IDLE_CONNECT' | 'IDLE_ANSWER'

  constructor(code: IdleError['code']) {
    super(code === 'IDLE_CONNECT' ? 'the connection was not taken in time' : 'nothing came in time')
    this.code = code
  }
}
