import { connect } from 'node:net'
import { HarnessError } from '../errors.ts'

/**
 * Makes sure that nothing answers at a port of the engine's host before an application is started there: the answer
 * would be taken for the application's.
 * @throws HarnessError `engine-failed`
 */
export async function refuseTakenPort(host: string, port: number): Promise<void> {
  if (!(await answers(host, port))) return
  throw new HarnessError('engine-failed', `something listens on port ${port} of ${host} already`, {
    hint: 'stop it, or leave --network host out: then every platform gets a port of its own',
  })
}

const timeoutMs = 2000

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const settle = (isOpen: boolean): void => {
      socket.destroy()
      resolve(isOpen)
    }
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
    socket.setTimeout(timeoutMs, () => settle(false))
  })
}
