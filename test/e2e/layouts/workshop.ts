import { runProcess } from '../../support/run-process.ts'

/** What a layout is made from, and where. */
export interface Workshop {
  /** `127.0.0.1:5055/everyarch/ten-…:test`: ten platforms, each with an attestation. */
  readonly reference: string
  /** An empty folder. */
  readonly folder: string
}

/** A layout or archive that a tool makes of the ten platforms. */
export interface ForeignLayout {
  readonly title: string
  /** Makes it. @returns what everyarch calls it: `oci:DIR` */
  readonly make: (workshop: Workshop) => Promise<string>
  /** @default 10 */
  readonly platforms?: number
  /** @default 0 */
  readonly attestations?: number
  /** What is true of it, as `severity code`. @default nothing, but that one manifest is no index */
  readonly findings?: readonly string[]
}

/** What is said of a layout of one platform. */
export const single = { platforms: 1, findings: ['info index/not-an-index'] } as const

/** Runs a program to its good end. @returns what it wrote on standard output */
export async function run(command: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runProcess(command, args, { timeoutMs: 120_000 })
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')}: ${exitCode} ${stderr}`)
  return stdout.trim()
}
