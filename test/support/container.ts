import { docker } from './engine.ts'

/** A container a test looks at; disposing of it removes it. */
export interface TestContainer extends AsyncDisposable {
  readonly id: string
  /** `127.0.0.1:49153`: where a published port answers. */
  address(containerPort: number): Promise<string>
  logs(): Promise<string>
  /** What a command prints inside. */
  exec(...command: readonly string[]): Promise<string>
  isRunning(): Promise<boolean>
}

/** Runs an image of a platform in the background, its exposed ports published on loopback. */
export async function startContainer(
  image: string,
  platform: string,
  flags: readonly string[] = [],
): Promise<TestContainer> {
  const started = await docker('run', '--detach', '--quiet', '--publish-all', '--platform', platform, ...flags, image)
  const id = started.stdout.trim()
  return {
    id,
    async address(containerPort) {
      const { stdout } = await docker('port', id, String(containerPort))
      const port = /:(\d+)$/m.exec(stdout)?.[1]
      return `127.0.0.1:${port}`
    },
    async logs() {
      const { stdout, stderr } = await docker('logs', id)
      return stdout + stderr
    },
    async exec(...command) {
      return (await docker('exec', id, ...command)).stdout.trim()
    },
    async isRunning() {
      return (await docker('inspect', '--format', '{{.State.Running}}', id)).stdout.trim() === 'true'
    },
    async [Symbol.asyncDispose]() {
      await docker('rm', '--force', '--volumes', id)
    },
  }
}
