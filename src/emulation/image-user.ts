import { writeProgram } from '../elf/probe.ts'
import { call, type Program } from '../elf/program.ts'
import { exitWith } from '../elf/programs.ts'
import type { ContainerRequest, Engine } from '../engine/engine.ts'
import { ownFolder } from '../engine/own-folder.ts'
import { HarnessError } from '../errors.ts'
import type { ContainerUser } from './launcher.ts'

/** Who a container runs as, and where the engine says that user is at home. */
export interface ImageUser extends ContainerUser {
  readonly home?: string
}

const probePath = `${ownFolder}/user`
const timeoutMs = 30_000
const standardOutput = 1
const file = { word: -1 }
const got = { word: -2 }
const buffer = { stackBytes: -1900 }
const bufferBytes = 1800

/** Prints what the kernel says of its process, then the variables it was given. */
const program: Program = [
  ...print('/proc/self/status', 'status'),
  ...print('/proc/self/environ', 'environ'),
  ...exitWith(0),
]

function print(path: string, label: string): Program {
  return [
    call('openat', 0, { text: path }, 0, 0),
    { kind: 'jump-if-failed', label: `${label}-end` },
    { kind: 'save', word: file.word },
    { kind: 'label', label },
    call('read', file, buffer, bufferBytes),
    { kind: 'jump-if-failed', label: `${label}-end` },
    { kind: 'save', word: got.word },
    { kind: 'jump-if-equal', word: got.word, value: 0, label: `${label}-end` },
    call('write', standardOutput, buffer, got),
    { kind: 'jump', label },
    { kind: 'label', label: `${label}-end` },
  ]
}

/**
 * Who a container would run as, by numbers: asked of the engine, which alone knows how it reads the image's user.
 * @throws HarnessError what keeps a container from being started; `engine-failed` when it did not say
 */
export async function readImageUser(
  engine: Engine,
  request: ContainerRequest,
  signal: AbortSignal,
): Promise<ImageUser> {
  const { os, architecture } = engine.info
  const bytes = writeProgram({ os, architecture }, program)
  const lines: string[] = []
  const started = await engine.startContainer({
    ...request,
    entrypoint: [probePath],
    command: [],
    files: [...(request.files ?? []), { path: probePath, bytes, mode: 0o755 }],
    ports: [],
    isReadOnly: false,
    signal,
  })
  if (started.kind === 'refused') throw new HarnessError('engine-failed', started.message)
  try {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    const { container } = started
    await Promise.all([container.followLogs(({ text }) => void lines.push(text), bounded), container.wait(bounded)])
  } finally {
    await started.container.remove()
  }
  return parseImageUser(lines)
}

/** @throws HarnessError `engine-failed` when the lines do not say it */
export function parseImageUser(lines: readonly string[]): ImageUser {
  const numbers = (name: string): readonly number[] => {
    const line = lines.find((it) => it.startsWith(`${name}:`))
    return (line ?? '')
      .slice(name.length + 1)
      .split(/\s+/)
      .filter((word) => /^\d+$/.test(word))
      .map(Number)
  }
  const [uid] = numbers('Uid')
  const [gid] = numbers('Gid')
  if (uid === undefined || gid === undefined) {
    throw new HarnessError('engine-failed', 'a container did not say which user it runs as')
  }
  const home = lines
    .flatMap((line) => line.split('\0'))
    .findLast((word) => word.startsWith('HOME='))
    ?.slice('HOME='.length)
  return { uid, gid, groups: numbers('Groups'), ...(home === undefined ? {} : { home }) }
}
