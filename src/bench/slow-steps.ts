import { listInstructions } from '../audit/dockerfile-instructions.ts'
import type { BuildReport, BuildStepReport } from '../report/build-report.ts'
import { createFinding, type Finding } from '../report/finding.ts'

export interface SlowStepOptions {
  /** The Dockerfile it was built from, where it is at hand. */
  readonly dockerfile?: { readonly file: string; readonly content: string }
  /** Steps that took less are no trouble. @default 10000 */
  readonly leastMs?: number
  /** So many times as long as natively is worth a word. @default 2 */
  readonly leastFactor?: number
}

interface SlowStep {
  readonly step: BuildStepReport
  readonly durationMs: number
  /** How many times as long as the same step natively, where there is one. */
  readonly factor?: number
}

/** Steps of a build that are slow because they are emulated, and what usually helps: one finding for each step. */
export function findSlowSteps(
  { steps }: Pick<BuildReport, 'steps'>,
  options: SlowStepOptions = {},
): readonly Finding[] {
  const { leastMs = 10_000, leastFactor = 2 } = options
  const slow = steps.flatMap((step): readonly SlowStep[] => {
    const { durationMs, execution, status } = step
    if (execution !== 'emulated' || status !== 'done' || durationMs === undefined || durationMs < leastMs) return []
    const native = steps.find((other) => isTwin(step, other))?.durationMs
    if (native === undefined || native <= 0) return [{ step, durationMs }]
    const factor = durationMs / native
    return factor < leastFactor ? [] : [{ step, durationMs, factor }]
  })
  const groups = Map.groupBy(slow, ({ step }) => JSON.stringify([step.target, step.stage, step.instruction]))
  return [...groups.values()].map((group) => describe(group, options))
}

/** The same step for a platform that the builder runs natively. */
function isTwin(step: BuildStepReport, other: BuildStepReport): boolean {
  return (
    other.execution === 'native' &&
    other.status === 'done' &&
    other.instruction === step.instruction &&
    other.stage === step.stage &&
    other.target === step.target
  )
}

function describe(group: readonly SlowStep[], { dockerfile }: SlowStepOptions): Finding {
  const [slowest] = group.toSorted((a, b) => b.durationMs - a.durationMs)
  if (slowest === undefined) throw new RangeError('a group of no steps')
  const { instruction, stage } = slowest.step
  const line = dockerfile === undefined ? undefined : findLine(dockerfile.content, instruction)
  const at = dockerfile === undefined || line === undefined ? '' : `${dockerfile.file}:${line} `
  const took = group.map(({ step, durationMs, factor }) => {
    const times = factor === undefined ? '' : `, ${factor.toFixed(factor < 9.95 ? 1 : 0)} × the native one`
    return `${(durationMs / 1000).toFixed(1)} s for ${step.platform ?? 'an emulated platform'}${times}`
  })
  return createFinding('bench/slow-step', `${shorten(instruction)} is emulated and takes ${took.join('; ')}`, {
    evidence: {
      instruction,
      ...(stage === undefined ? {} : { stage }),
      ...(line === undefined || dockerfile === undefined ? {} : { file: dockerfile.file, line }),
      platforms: group.map(({ step, durationMs, factor }) => ({
        platform: step.platform ?? '',
        durationMs: Math.round(durationMs),
        ...(factor === undefined ? {} : { factor: Number(factor.toPrecision(3)) }),
      })),
    },
    hint: `${at}${advise(instruction)}`,
  })
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

/** The line of the instruction that reads the same, as far as builders show it. */
function findLine(content: string, instruction: string): number | undefined {
  const plain = (text: string): string => text.replaceAll(/[\s\\]+/g, ' ').trim()
  const wanted = plain(instruction).replace(/…$|\.\.\.$/, '')
  const found = listInstructions(content).find(({ keyword, text }) => {
    const own = plain(`${keyword} ${text}`)
    return own === wanted || (wanted.length > 20 && own.startsWith(wanted))
  })
  return found?.lines[0]?.number
}

const native = 'or build this platform on a machine of its own: docker buildx create --append'

/** What usually makes such a step quick, by what it runs. */
const advice: readonly (readonly [RegExp, string])[] = [
  [
    /\bgo (?:build|install)\b/,
    'compile in a stage FROM --platform=$BUILDPLATFORM with GOOS=$TARGETOS GOARCH=$TARGETARCH: Go needs no emulator for that',
  ],
  [
    /\bcargo (?:build|install)\b/,
    `compile in a stage FROM --platform=$BUILDPLATFORM with cargo build --target for the platform and its linker; ${native}`,
  ],
  [
    /\b(?:pip3?|uv|poetry|pipenv)\b.*\b(?:install|sync)\b|\bpip3? wheel\b/,
    `a package that has no wheel for this platform is compiled: its output names it; take a version or an index that has one; ${native}`,
  ],
  [
    /\b(?:npm|yarn|pnpm|bun)\b/,
    'install and bundle in a stage FROM --platform=$BUILDPLATFORM and copy the result, where no package is of machine code',
  ],
  [
    /\b(?:mvn|gradle|gradlew|sbt|dotnet (?:build|publish|restore)|tsc|webpack|vite)\b/,
    'what it makes is the same for every platform: do it once, in a stage FROM --platform=$BUILDPLATFORM, and copy the result',
  ],
  [
    /\b(?:make|cmake|ninja|meson|gcc|g\+\+|clang|configure)\b/,
    `compile in a stage FROM --platform=$BUILDPLATFORM with a cross-compiler (xx, or gcc-aarch64-linux-gnu); ${native}`,
  ],
  [
    /\b(?:apt-get|apt|apk|dnf|yum|microdnf|zypper)\b/,
    `packages are unpacked and set up under the emulator: install fewer (--no-install-recommends), from a base image that has them; ${native}`,
  ],
]

function advise(instruction: string): string {
  const known = advice.find(([pattern]) => pattern.test(instruction))
  return known?.[1] ?? `do what does not depend on the platform in a stage FROM --platform=$BUILDPLATFORM; ${native}`
}
