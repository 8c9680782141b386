import { installCommand } from '../emulation/unavailable.ts'
import { HarnessError, type ErrorCode } from '../errors.ts'
import { parsePlatform } from '../oci/platform.ts'
import { quoteText } from '../oci/quote.ts'
import type { BuildFailure } from '../report/build-report.ts'
import { redactCredentials } from '../report/error-report.ts'
import { escapeControl } from '../report/escape.ts'
import { platformOfStep, type BuildStep, type StepBook } from './build-steps.ts'

const maxOutputLines = 20
const maxLine = 500

/** What a failed build says of itself; of one that was stopped, what it was at. */
export function describeFailure(book: Pick<StepBook, 'steps' | 'text'>, stop?: HarnessError): BuildFailure {
  const isEnd = (state: BuildStep['state']): boolean =>
    stop === undefined ? state === 'failed' : state === 'running' || state === 'canceled'
  const failed = book.steps().filter(({ state }) => isEnd(state))
  const step = failed.find(({ isInstruction }) => isInstruction) ?? failed[0]
  const text = book.text()
  const platform = step === undefined ? undefined : platformOfStep(step)
  return {
    ...(platform === undefined ? {} : { platform }),
    ...(step?.execution === undefined ? {} : { execution: step.execution }),
    ...(step?.stage === undefined ? {} : { stage: step.stage }),
    ...(step === undefined ? {} : { instruction: escapeControl(redactCredentials(step.instruction), maxLine) }),
    ...findPlace(text),
    message: stop?.message ?? redactCredentials(messageOf(step, text)),
    output: (step?.output ?? '')
      .split('\n')
      .map((line) => line.slice(line.lastIndexOf('\r') + 1))
      .filter((line) => line.trim() !== '')
      .slice(-maxOutputLines)
      .map((line) => escapeControl(redactCredentials(line), maxLine)),
  }
}

/** `Dockerfile:3` above the lines it quotes. */
function findPlace(text: readonly string[]): Pick<BuildFailure, 'file' | 'line'> {
  const at = text.findIndex((line, index) => /^-{10,}$/.test(text[index + 1] ?? '') && /^.{1,500}:\d+$/.test(line))
  const [, file, line] = /^(.*):(\d+)$/.exec(text[at] ?? '') ?? []
  return file === undefined ? {} : { file, line: Number(line) }
}

/** Of a step that ran, how it ended; of all else what buildx says in the end. */
function messageOf(step: BuildStep | undefined, text: readonly string[]): string {
  const [, code] = /did not complete successfully: (exit code: \d+)/.exec(step?.error ?? '') ?? []
  if (code !== undefined) return code
  const said =
    text.findLast((line) => line.startsWith('ERROR: ')) ??
    text.find((line) => line.startsWith('unknown ')) ??
    text.findLast((line) => line.trim() !== '') ??
    ''
  const plain = unstutter(said.replace(/^ERROR: (?:failed to build: )?(?:failed to solve: )?/, ''))
  return escapeControl(plain === '' ? (step?.error ?? 'buildx ended without a word') : plain, 2000)
}

/** BuildKit names a base image up to three times: `base:1: failed to resolve source metadata for base:1: base:1: …`. */
function unstutter(text: string): string {
  const [, base, reason] = /^.*?failed to resolve source metadata for (\S+): (.*)$/s.exec(text) ?? []
  if (base === undefined || reason === undefined) return text
  const why = reason.startsWith(`${base}: `) ? reason.slice(base.length + 2) : reason
  return `the base image ${base} cannot be had: ${why}`
}

/** The error that a failed build means: what is the user's to change, or what the environment did not give. */
export function buildError(failure: BuildFailure, exitCode: number): HarnessError {
  const { platform, execution, file, line, instruction, message } = failure
  const how = execution === 'emulated' ? ' (emulated)' : ''
  const where = [
    platform === undefined ? '' : ` for ${platform}${how}`,
    file === undefined ? '' : ` at ${escapeControl(file, 200)}:${line}`,
  ].join('')
  const isSaid = instruction === undefined || message.startsWith('the base image ')
  const what = isSaid ? '' : `: ${escapeControl(instruction, 200)}`
  const { code, hint } = classify(failure, exitCode)
  return new HarnessError(code, `the build failed${where}${what}: ${message}`, { hint })
}

const rules: readonly { readonly code: ErrorCode; readonly pattern: RegExp; readonly hint: string }[] = [
  {
    code: 'disk-full',
    pattern: /no space left on device/i,
    hint: 'free some space where the builder keeps its layers: docker buildx prune',
  },
  {
    code: 'builder-failed',
    pattern:
      /cannot connect to the docker daemon|error reading from server|code = Unavailable|failed to dial|no such builder|closing transport|session .* not found/i,
    hint: 'see whether the builder runs: everyarch builder ls',
  },
  {
    code: 'registry-rate-limited',
    pattern: /\b429\b|toomanyrequests/i,
    hint: 'log in to the registry of the base image, or try again later',
  },
  {
    code: 'registry-denied',
    pattern: /authorization failed|unauthorized|pull access denied|\b40[13] (?:unauthorized|forbidden)/i,
    hint: 'check the name of the image, and log in to its registry: docker login HOST',
  },
  {
    code: 'registry-unreachable',
    pattern:
      /failed to do request|connection refused|i\/o timeout|tls: |x509: |no (?:route to|such) host|temporary failure in name resolution|unexpected status .* 5\d\d/i,
    hint: 'see whether the builder reaches that registry',
  },
]

/** What steps write is the Dockerfile's affair, so only the builder's own words count. */
function classify(failure: BuildFailure, exitCode: number): { readonly code: ErrorCode; readonly hint: string } {
  const { message, output, platform, execution } = failure
  if (exitCode === 125 && /unknown (?:shorthand )?flag/.test(message)) {
    return { code: 'usage-invalid', hint: 'see docker buildx build --help for what may stand after --' }
  }
  if (platform !== undefined && execution === 'emulated' && output.some((line) => /exec format error/i.test(line))) {
    const command = installCommand(parsePlatform(platform))
    return { code: 'builder-failed', hint: `install an emulator on the builder's host: ${command}` }
  }
  const rule = rules.find(({ pattern }) => pattern.test(message))
  if (rule !== undefined) return rule
  return { code: 'build-failed', hint: hintOf(failure) }
}

/** What is wrong with the request itself: before any step, and in the builder's own words. */
const requestHints: readonly { readonly pattern: RegExp; readonly hint: string }[] = [
  { pattern: /^unable to prepare context/, hint: 'name the folder, archive or address of the build: --build CONTEXT' },
  { pattern: /^failed to read dockerfile/, hint: 'name the Dockerfile, in or beside the build context: --file PATH' },
  {
    pattern: /^target stage ".*" could not be found/,
    hint: 'name a stage that the Dockerfile has after AS: --target NAME',
  },
]

function hintOf({ message, execution, platform, file, output }: BuildFailure): string {
  const [, base, why] = /^the base image (\S+) cannot be had: (.*)$/s.exec(message) ?? []
  if (base !== undefined) {
    const name = quoteText(base).slice(1, -1)
    if (why !== undefined && /no match for platform/.test(why)) {
      return `see what the base image has: everyarch platforms ${name}`
    }
    return `correct its name or tag in ${file === undefined ? 'the FROM line' : escapeControl(file, 200)}, or see whether it is there: everyarch platforms ${name}`
  }
  const request = requestHints.find(({ pattern }) => pattern.test(message))
  if (request !== undefined) return request.hint
  const [, signal] = /exit code: (13[249]|136)\b/.exec(message) ?? []
  if (signal !== undefined && execution === 'emulated') {
    return `a signal ended it, and the emulator may be why: build ${platform} natively, or cross-compile in a stage FROM --platform=$BUILDPLATFORM`
  }
  if (output.length > 0) return 'see what the step wrote'
  return file === undefined
    ? 'check the flags of the build, those after -- too: docker buildx build --help'
    : `change ${escapeControl(file, 200)}`
}
