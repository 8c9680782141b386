import { parsePlatform, type Platform } from '../oci/platform.ts'
import { HarnessError } from '../errors.ts'

/** What BuildKit calls one step of a Dockerfile. */
export interface StepName {
  /** The target of a bake file it belongs to, where several are built. */
  readonly bakeTarget?: string
  /** Where it is executed; absent where one platform is built, and for steps that belong to none. */
  readonly platform?: Platform
  /** What it is executed for, where that is another: `GOARCH=$TARGETARCH go build` in a stage of the build platform. */
  readonly target?: Platform
  /** `stage-1` where it has no name. */
  readonly stage?: string
  /** `RUN pip install flask`, `load metadata for …`, `exporting to image`. */
  readonly instruction: string
  /** An instruction of the Dockerfile. */
  readonly isInstruction: boolean
}

/**
 * Reads a name such as `[linux/amd64->arm64 build 2/4] RUN go build`. Where several targets of a bake file are built,
 * that of the target stands first.
 * https://github.com/moby/buildkit/blob/v0.25.1/frontend/dockerfile/dockerfile2llb/convert.go
 */
export function parseStepName(name: string, targets: readonly string[] = []): StepName {
  const [, words, instruction] = /^\[([^\]]*)\] (.*)$/s.exec(name) ?? []
  if (words === undefined || instruction === undefined) return { instruction: name, isInstruction: false }
  const all = words.trim().split(/\s+/)
  const bakeTarget = targets.find((target) => target === all[0])
  const [first = '', ...others] = bakeTarget === undefined ? all : all.slice(1)
  const platforms = parsePlatforms(first)
  const rest = platforms === undefined ? [first, ...others] : others
  const isInstruction = /^\d+\/\d+$/.test(rest.at(-1) ?? '')
  const stage = isInstruction ? rest.slice(0, -1).join(' ') : ''
  const ofTarget = bakeTarget === undefined ? {} : { bakeTarget }
  return { ...ofTarget, ...platforms, ...(stage === '' ? {} : { stage }), instruction, isInstruction }
}

function parsePlatforms(word: string): Pick<StepName, 'platform' | 'target'> | undefined {
  if (!word.includes('/')) return undefined
  const [own = '', target] = word.split('->')
  try {
    const platform = parsePlatform(own)
    return target === undefined ? { platform } : { platform, target: parsePlatform(completeTarget(own, target)) }
  } catch (error) {
    if (error instanceof HarnessError) return undefined
    throw error
  }
}

/** Only what differs is written: `linux/amd64->arm64`, `linux/arm/v7->v6`. */
function completeTarget(own: string, target: string): string {
  const [os = '', architecture = ''] = own.split('/')
  if (/^v\d/.test(target)) return `${os}/${architecture}/${target}`
  return /^(?:linux|windows|freebsd|darwin)\//.test(target) ? target : `${os}/${target}`
}
