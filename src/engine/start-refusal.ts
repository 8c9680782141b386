import { HarnessError } from '../errors.ts'
import type { EngineClient } from './client.ts'
import type { StartResult } from './engine.ts'
import { answerStatus } from './engine-error.ts'
import { inspectContainer } from './inspect.ts'

type Refusal = Extract<StartResult, { kind: 'refused' }>

// What runtimes say of the image, in the order their text begins with the runtime's own name.
const imageFaults = [
  /exec format error/i,
  /executable file not found/i,
  /no such file or directory/i,
  /permission denied/i,
  /is a directory/i,
  /not a directory/i,
  /unable to find (?:user|group)/i,
  /no matching entries in (?:passwd|group) file/i,
  /no command specified/i,
  /chdir to cwd/i,
]

const cannotExecute = 126
const notFound = 127

/**
 * Whether the engine refused to start a container for what its image is: then that is an answer, no error.
 * @param id undefined when not even a container came of it
 */
export async function readRefusal(
  client: EngineClient,
  id: string | undefined,
  error: unknown,
): Promise<Refusal | undefined> {
  if (answerStatus(error) === undefined || !(error instanceof HarnessError)) return undefined
  const message = String(error.details['engineMessage'] ?? error.message)
  if (id === undefined) {
    return /no command specified/i.test(message) ? { kind: 'refused', message, exitCode: notFound } : undefined
  }
  if (isAboutEngine(message)) return undefined
  const exitCode = await readExitCode(client, id)
  const isExecFailure = exitCode === cannotExecute || exitCode === notFound
  if (!isExecFailure && !imageFaults.some((pattern) => pattern.test(message))) return undefined
  const said = /no such file|not found/i.test(message) ? notFound : cannotExecute
  return { kind: 'refused', message, exitCode: isExecFailure ? exitCode : said }
}

/**
 * Mounts (that of the engine's own init among them), cgroups and networks fail with the words, and on older engines
 * with the exit codes, that programs fail with.
 */
function isAboutEngine(message: string): boolean {
  return /error mounting|cgroup|external connectivity|iptables|address already in use|port is already allocated/i.test(
    message,
  )
}

async function readExitCode(client: EngineClient, id: string): Promise<number | undefined> {
  try {
    const { state } = await inspectContainer(client, id)
    return state.running ? undefined : state.exitCode
  } catch {
    return undefined
  }
}
