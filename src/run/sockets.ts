/** A TCP socket that listens inside a container. */
export interface ListeningSocket {
  readonly port: number
  /** True when only the container's own loopback reaches it. */
  readonly loopbackOnly: boolean
}

const listenState = '0A'

/** The listening sockets in the text of `/proc/net/tcp` and `/proc/net/tcp6`, one after the other. */
export function parseListeningSockets(text: string): readonly ListeningSocket[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} ([0-9A-F]{2}) /.exec(line)
    if (match?.[1] === undefined || match[2] === undefined || match[3] !== listenState) return []
    return [{ port: Number.parseInt(match[2], 16), loopbackOnly: isLoopback(match[1]) }]
  })
}

// The kernel prints addresses as 32-bit words in the host's byte order: little-endian on all but s390x.
function isLoopback(address: string): boolean {
  if (address.length === 8) return address.endsWith('7F') || address.startsWith('7F')
  if (address === '00000000000000000000000001000000' || address === '00000000000000000000000000000001') return true
  return /^0{16}(?:FFFF0000|0000FFFF)(?:[0-9A-F]{6}7F|7F[0-9A-F]{6})$/.test(address)
}
