import { formatPlatform, isSamePlatform, type Platform } from '../oci/platform.ts'

/** One job of a matrix: a platform, and the machine it is verified on. */
export interface MatrixJob {
  readonly platform: string
  /** What `runs-on` takes: a label, or several that one machine carries. */
  readonly runner: string | readonly string[]
  readonly execution: 'native' | 'emulated' | 'none'
}

/** What GitHub's `strategy.matrix` takes. */
export interface Matrix {
  readonly include: readonly MatrixJob[]
}

/** Which runners there are, by their labels; several labels of one have commas between. */
export interface Runners {
  /** Where what has no runner of its own is emulated. */
  readonly rest?: string
  /** Runners that run a platform natively. */
  readonly platforms: readonly { readonly platform: Platform; readonly value: string }[]
}

export interface MatrixPlatform {
  readonly platform: Platform
  /** Audited, never run. */
  readonly isStatic: boolean
}

const x86Runner = 'ubuntu-24.04'

/** The Linux runners GitHub has. Those for arm64 execute no 32-bit code. */
const usualRunners: readonly { readonly platform: Platform; readonly value: string }[] = [
  { platform: { os: 'linux', architecture: 'amd64' }, value: x86Runner },
  { platform: { os: 'linux', architecture: '386' }, value: x86Runner },
  { platform: { os: 'linux', architecture: 'arm64' }, value: 'ubuntu-24.04-arm' },
]

/** A job for each platform, in their order, each once: on a runner that has it natively, else emulated. */
export function createMatrix(
  platforms: readonly MatrixPlatform[],
  { rest = x86Runner, platforms: own }: Runners,
): Matrix {
  const jobs = platforms.map(({ platform, isStatic }): MatrixJob => {
    const native = [...own, ...usualRunners].find((runner) => isSamePlatform(runner.platform, platform))
    const canRun = platform.os === 'linux' && !isStatic
    return {
      platform: formatPlatform(platform),
      runner: readLabels(canRun && native !== undefined ? native.value : rest),
      execution: !canRun ? 'none' : native === undefined ? 'emulated' : 'native',
    }
  })
  return { include: [...new Map(jobs.map((job) => [job.platform, job])).values()] }
}

function readLabels(text: string): string | readonly string[] {
  const labels = text.split(',').map((label) => label.trim())
  return labels.length === 1 ? text : labels
}
