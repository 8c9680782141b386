import { describe, expect, it } from 'vitest'
import { parseBuildLine } from '../../../src/build/build-event.ts'
import { buildError, describeFailure } from '../../../src/build/build-failure.ts'
import { openStepBook } from '../../../src/build/build-steps.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'

const digest = `sha256:${'a'.repeat(64)}`
const platforms = [parsePlatform('linux/arm64'), parsePlatform('linux/amd64')]

/** What a build with these lines came to. */
function fail(lines: readonly string[], exitCode = 1, isNative = false) {
  const book = openStepBook({ platforms, isNative: () => isNative })
  for (const line of lines) for (const event of parseBuildLine(line)) book.add(event)
  const failure = describeFailure(book)
  return { failure, error: buildError(failure, exitCode) }
}

function failedStep(error: string, output: string): string {
  const vertex = { digest, name: '[linux/arm64 2/2] RUN make', started: '2026-11-22T11:02:27Z', error }
  const log = { vertex: digest, data: Buffer.from(output).toString('base64') }
  return JSON.stringify({ vertexes: [vertex], logs: [log] })
}

const place = ['Dockerfile:3', '--------------------', '   3 | >>> RUN make', '--------------------']
const unsuccessful = (code: number): string =>
  `process "/bin/sh -c make" did not complete successfully: exit code: ${code}`

describe('a failed build', () => {
  it('shows no credentials of an address', () => {
    const address = 'https://me:t0ken@example.com/app.git'
    const lines = [failedStep(unsuccessful(2), `cloning ${address}\n`), ...place]
    const { failure } = fail(lines)
    expect(failure.output).toEqual(['cloning https://***@example.com/app.git'])
    const said = fail([`ERROR: failed to build: cannot fetch ${address}`]).failure
    expect(said.message).toBe('cannot fetch https://***@example.com/app.git')
  })

  it('is told by platform, line and what the step wrote', () => {
    const lines = [failedStep(unsuccessful(2), '10%\r100%\nno rule\n\n'), ...place, 'ERROR: failed to build: x']
    const { failure, error } = fail(lines)
    expect(failure).toEqual({
      platform: 'linux/arm64',
      execution: 'emulated',
      instruction: 'RUN make',
      file: 'Dockerfile',
      line: 3,
      message: 'exit code: 2',
      output: ['100%', 'no rule'],
    })
    expect(error).toMatchObject({ code: 'build-failed', exitCode: 2, hint: 'see what the step wrote' })
    expect(error.message).toBe('the build failed for linux/arm64 (emulated) at Dockerfile:3: RUN make: exit code: 2')
  })

  it('of a signal under emulation may be the emulator’s fault, and natively is not', () => {
    expect(fail([failedStep(unsuccessful(139), '')]).error.hint).toMatch(/the emulator may be why: build linux\/arm64/)
    expect(fail([failedStep(unsuccessful(139), '')], 1, true).error.hint).not.toContain('emulator')
  })

  it('that lacks an emulator names the command that installs it', () => {
    const { error } = fail([failedStep(unsuccessful(1), 'exec /bin/sh: exec format error\n')])
    expect(error).toMatchObject({ code: 'builder-failed', exitCode: 3 })
    expect(error.hint).toContain('binfmt --install arm64')
  })

  it.each([
    ['ERROR: failed to build: failed to solve: write /x: no space left on device', 'disk-full'],
    [
      'ERROR: Cannot connect to the Docker daemon at tcp://127.0.0.1:1. Is the docker daemon running?',
      'builder-failed',
    ],
    [
      'ERROR: failed to build: failed to receive status: rpc error: code = Unavailable desc = error reading from server: EOF',
      'builder-failed',
    ],
    [
      'ERROR: failed to build: failed to solve: base:1: failed to resolve source metadata for base:1: failed to do request: Head "https://h/v2/": dial tcp: i/o timeout',
      'registry-unreachable',
    ],
    [
      'ERROR: failed to build: failed to solve: base:1: pull access denied, repository does not exist or may require authorization',
      'registry-denied',
    ],
    [
      'ERROR: failed to build: failed to solve: base:1: unexpected status from HEAD request to https://h/v2/: 429 Too Many Requests',
      'registry-rate-limited',
    ],
    [
      'ERROR: failed to build: failed to solve: base:1: failed to resolve source metadata for base:1: no match for platform in manifest: not found',
      'build-failed',
    ],
    ['ERROR: failed to build: unable to prepare context: path "./nope" not found', 'build-failed'],
  ])('%s is %s', (text, code) => {
    expect(fail([text]).error.code).toBe(code)
  })

  it('of a base image that is not there names it once, and says what to correct', () => {
    const base = '127.0.0.1:5055/base/nosuch:9'
    const step = failedStep('not found', '').replace(
      '[linux/arm64 2/2] RUN make',
      `[internal] load metadata for ${base}`,
    )
    const text = `ERROR: failed to build: failed to solve: ${base}: failed to resolve source metadata for ${base}: ${base}: not found`
    const { error } = fail([step, ...place, text])
    expect(error.message).toBe(`the build failed at Dockerfile:3: the base image ${base} cannot be had: not found`)
    expect(error.hint).toBe(
      `correct its name or tag in Dockerfile, or see whether it is there: everyarch platforms ${base}`,
    )
  })

  it.each([
    ['unable to prepare context: path "./nope" not found', '--build CONTEXT'],
    ['failed to solve: failed to read dockerfile: open Dockerfile.none: no such file or directory', '--file PATH'],
    ['failed to solve: target stage "nosuch" could not be found', '--target NAME'],
    ['network mode "x" not supported by buildkit', 'check the flags of the build, those after -- too'],
  ])('before any step says which words of the request to change: %s', (said, hint) => {
    expect(fail([`ERROR: failed to build: ${said}`]).error.hint).toContain(hint)
  })

  it('by an unknown flag is a wrong request', () => {
    const lines = ['unknown flag: --fast', '', "Run 'docker buildx build --help' for more information"]
    expect(fail(lines, 125).error).toMatchObject({ code: 'usage-invalid', exitCode: 2 })
    expect(fail(lines, 125).error.message).toBe('the build failed: unknown flag: --fast')
  })

  it('without a word is told all the same', () => {
    expect(fail([]).error.message).toBe('the build failed: buildx ended without a word')
  })

  it('takes nothing that moves the cursor from what it shows', () => {
    const { failure } = fail([failedStep(unsuccessful(1), '\u001b[2Jgone\n')])
    expect(failure.output).toEqual(['\\x1b[2Jgone'])
  })
})
