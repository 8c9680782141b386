import { call, type Program } from './program.ts'
import { write } from './programs.ts'

const internetFamily = 2
const listenBacklog = 16
const listener = { word: -1 }
const connection = { word: -2 }
const requestOffset = -1536
const requestBytes = 1024

/**
 * Answers every HTTP request on a TCP port of all addresses, one connection after another; exits with 1 when it cannot
 * listen. It reads at most 1024 bytes of a request.
 */
export function answerHttp(options: {
  readonly port: number
  readonly body: string
  /** @default 200 */
  readonly status?: number
}): Program {
  const { port, body, status = 200 } = options
  const head = `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Other'}\r\nContent-Type: text/plain; charset=utf-8\r\n`
  const length = new TextEncoder().encode(body).length
  return [
    call('socket', internetFamily, { constant: 'stream-socket' }, 0),
    { kind: 'jump-if-failed', label: 'fail' },
    { kind: 'save', word: listener.word },
    call('bind', listener, { port }, 16),
    { kind: 'jump-if-failed', label: 'fail' },
    call('listen', listener, listenBacklog),
    { kind: 'jump-if-failed', label: 'fail' },
    { kind: 'label', label: 'next' },
    call('accept4', listener, 0, 0, 0),
    { kind: 'jump-if-failed', label: 'next' },
    { kind: 'save', word: connection.word },
    call('read', connection, { stackBytes: requestOffset }, requestBytes),
    write(connection, `${head}Content-Length: ${length}\r\nConnection: close\r\n\r\n${body}`),
    call('close', connection),
    { kind: 'jump', label: 'next' },
    { kind: 'label', label: 'fail' },
    call('exit_group', 1),
  ]
}
