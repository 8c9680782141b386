/** A TCP socket that listens inside a container. */
export interface ListeningSocket {
  readonly port: number
  /** True when only the container's own loopback reaches it. */
  readonly loopbackOnly: boolean
}

/** A TCP connection to a port of a container. */
export interface Connection {
  /** Its other end, as the kernel spells it. */
  readonly peer: string
  /** False while the kernel keeps it for an application that has not taken it yet. */
  readonly isTaken: boolean
}

const listenState = '0A'
/** Closed by the application itself, which can only close what it has taken: FIN_WAIT1, FIN_WAIT2, TIME_WAIT, LAST_ACK. */
const closedStates = new Set(['04', '05', '06', '09'])
/** ESTABLISHED, CLOSE_WAIT. */
const openStates = new Set(['01', '08'])

/** The listening sockets in the text of `/proc/net/tcp` and `/proc/net/tcp6`, one after the other. */
export function parseListeningSockets(text: string): readonly ListeningSocket[] {
  return parseRows(text).flatMap(({ address, port, state }) =>
    state === listenState ? [{ port, loopbackOnly: isLoopback(address) }] : [],
  )
}

/** The connections to a port in the same text. https://docs.kernel.org/networking/proc_net_tcp.html */
export function parseConnections(text: string, wanted: number): readonly Connection[] {
  return parseRows(text).flatMap(({ port, peer, state, inode }) => {
    if (port !== wanted || !(openStates.has(state) || closedStates.has(state))) return []
    // What waits to be accepted has no file yet.
    return [{ peer, isTaken: closedStates.has(state) || inode !== '0' }]
  })
}

interface Row {
  readonly address: string
  readonly port: number
  readonly peer: string
  readonly state: string
  readonly inode: string
}

const row =
  /^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]+:[0-9A-F]{4}) ([0-9A-F]{2}) (?:\S+ +){3}\d+ +\d+ +(\d+)/

function parseRows(text: string): readonly Row[] {
  return text.split('\n').flatMap((line) => {
    const [, address, port, peer, state, inode] = row.exec(line) ?? []
    if (address === undefined || port === undefined || peer === undefined) return []
    return [{ address, port: Number.parseInt(port, 16), peer, state: state ?? '', inode: inode ?? '0' }]
  })
}

// The kernel prints addresses as 32-bit words in the host's byte order: little-endian on all but s390x.
function isLoopback(address: string): boolean {
  if (address.length === 8) return address.endsWith('7F') || address.startsWith('7F')
  if (address === '00000000000000000000000001000000' || address === '00000000000000000000000000000001') return true
  return /^0{16}(?:FFFF0000|0000FFFF)(?:[0-9A-F]{6}7F|7F[0-9A-F]{6})$/.test(address)
}
