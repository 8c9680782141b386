import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sleepForever } from '../../../src/elf/programs.ts'
import { programFor } from '../../support/program-image.ts'
import { type ProcessResult, runProcess, startProcess } from '../../support/run-process.ts'
import { givenHost, openMachine } from './machine.ts'

const script = fileURLToPath(new URL('../../../scripts/engine', import.meta.url))

/** A machine whose network and mounts are its own, so that a second private engine meets nothing of the first. */
export interface LonelyMachine extends AsyncDisposable {
  readonly user: string
  readonly home: string
  engine(command: string): Promise<ProcessResult>
  /** Runs in a shell that has evaluated `engine env`. */
  shell(commands: string): Promise<ProcessResult>
  /** Starts a container that runs until it is ended. */
  startContainer(): Promise<void>
  /** The mounts it sees, one a line. */
  mounts(): Promise<string>
  /** Numbers of the engine's own processes whose name begins so. */
  processes(name: string): Promise<readonly number[]>
}

/** The folder of the private engine that the tests were given, or undefined when the engine is the user's own. */
export async function givenPrivateFolder(): Promise<string | undefined> {
  const socket = (await givenHost()).replace('unix://', '')
  const { exitCode } = await runProcess('test', ['-x', join(dirname(socket), 'prefix/usr/sbin/dockerd')])
  return exitCode === 0 ? dirname(socket) : undefined
}

/** Its programs are the given engine's, as a network of its own reaches no packages. */
export async function openLonelyMachine(given: string): Promise<LonelyMachine> {
  const machine = await openMachine()
  await mkdir(machine.home)
  await symlink(join(given, 'prefix'), join(machine.home, 'prefix'))
  const room = startProcess(
    'unshare',
    ['--net', '--mount', '--propagation', 'private', 'sh', '-c', 'ip link set lo up && echo ready && exec sleep 600'],
    { timeoutMs: 600_000 },
  )
  await room.waitForOutput(/ready/)
  const inside = (...command: readonly string[]): Promise<ProcessResult> =>
    runProcess('nsenter', ['--net', '--mount', '--target', String(room.pid), '--', ...command], { env: machine.env })
  const shell = (commands: string): Promise<ProcessResult> =>
    inside('bash', '-euc', `exports=$(${script} env); eval "$exports"; ${commands}`)

  return {
    user: machine.user,
    home: machine.home,
    engine: (command) => inside(script, command),
    shell,
    async startContainer() {
      const context = join(machine.user, 'context')
      await mkdir(context)
      await writeFile(
        join(context, 'app'),
        programFor(`linux/${process.arch === 'x64' ? 'amd64' : process.arch}`, sleepForever()),
      )
      await chmod(join(context, 'app'), 0o755)
      await writeFile(join(context, 'Dockerfile'), 'FROM scratch\nCOPY app /app\nENTRYPOINT ["/app"]\n')
      const { exitCode, stderr } = await shell(`docker build --quiet --tag app ${context} && docker run --detach app`)
      if (exitCode !== 0) throw new Error(stderr)
    },
    mounts: async () => (await inside('cat', '/proc/self/mounts')).stdout,
    async processes(name) {
      const processes = await readdir('/proc')
      const matches = await Promise.all(
        processes
          .filter((entry) => /^\d+$/.test(entry))
          .map(async (pid) => {
            const [program = '', ...args] = (
              await readFile(join('/proc', pid, 'cmdline'), 'utf8').catch(() => '')
            ).split('\0')
            return basename(program).startsWith(name) && args.some((arg) => arg.includes(`${machine.home}/`))
              ? [Number(pid)]
              : []
          }),
      )
      return matches.flat()
    },
    async [Symbol.asyncDispose]() {
      await inside(script, 'down')
      await room[Symbol.asyncDispose]()
      await machine[Symbol.asyncDispose]()
    },
  }
}
