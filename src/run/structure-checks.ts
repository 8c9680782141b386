import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { HarnessError, toHarnessError, type ErrorCode } from '../errors.ts'
import { createRedactor } from '../report/redactor.ts'
import type { ImageInfo } from '../harness/protocol.ts'
import type { OwnChecks, OwnChecksRequest } from './own-checks.ts'
import type { OwnRun, OwnTest } from './own-test.ts'
import { openPatterns, type Patterns } from './patterns.ts'
import { placeOptions, runStructureCommand } from './structure-command.ts'
import { parseStructureFile, type StructureFile } from './structure-file.ts'
import { lookUp, readThroughLinks, type StructureFiles } from './structure-files.ts'
import { judgeCommand, judgeContent, judgeExistence } from './structure-judge.ts'
import { judgeLicense } from './structure-license.ts'
import { judgeMetadata } from './structure-metadata.ts'
import type { StructureSurroundings } from './structure-options.ts'
import { maxStructureBytes } from './structure-text.ts'
import { expandVariables, imageVariables } from './structure-variables.ts'
import { openSuiteFiles } from './suite-files.ts'

export interface StructureChecksOptions extends StructureSurroundings {
  /** What the file is named from. */
  readonly root: string
  /** For each test. */
  readonly testTimeoutMs: number
}

/**
 * A file of container-structure-test as a check of every platform.
 * @throws HarnessError `suite-invalid` when it is none
 */
export async function openStructureChecks(name: string, options: StructureChecksOptions): Promise<OwnChecks> {
  const path = join(options.root, name)
  const { size } = await stat(path)
  if (size > maxStructureBytes) {
    throw new HarnessError('suite-invalid', `${name} cannot be run: it is larger than ${maxStructureBytes} bytes`)
  }
  const file = await parseStructureFile(await readFile(path, 'utf8'), name, options)
  return { names: [name], run: (request) => runStructureFile(file, name, request, options) }
}

async function runStructureFile(
  file: StructureFile,
  name: string,
  { answers, signal }: OwnChecksRequest,
  { testTimeoutMs }: StructureChecksOptions,
): Promise<OwnRun> {
  const tests: OwnTest[] = []
  const unfinished = new Map<string, string>()
  const image = await answers.handlers.image([], { options: {} })
  const files = openSuiteFiles({ ...answers.options, signal }, placeOptions(file))
  const patterns = openPatterns()
  // What is passed on from this process's environment is not for everyone's eyes.
  const redact = createRedactor(Object.values(file.options?.env ?? {})).text
  try {
    for (const { title, judge } of listTests(file, { request: { answers, signal }, image, files, patterns })) {
      signal.throwIfAborted()
      const startedMs = performance.now()
      const result = await judgeWithin(judge, testTimeoutMs, signal)
      if (result.status === 'unfinished') {
        unfinished.set(name, result.reason)
        break
      }
      const durationMs = Math.round(performance.now() - startedMs)
      const messages = result.messages.map((message) => redact(message, true))
      tests.push({ file: name, test: title, status: result.status, durationMs, messages })
    }
    return { tests, unfinished }
  } finally {
    await Promise.all([files.close(), patterns.close()])
  }
}

type Judged =
  | { readonly status: 'passed' | 'failed' | 'timed-out'; readonly messages: readonly string[] }
  | { readonly status: 'unfinished'; readonly reason: string }

/** What says nothing about the image. */
const foreign: readonly ErrorCode[] = ['engine-absent', 'engine-denied', 'disk-full', 'content-missing']

async function judgeWithin(judge: StructureTest['judge'], timeoutMs: number, signal: AbortSignal): Promise<Judged> {
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const messages = await judge(AbortSignal.any([signal, timeout]))
    return { status: messages.length === 0 ? 'passed' : 'failed', messages }
  } catch (thrown) {
    signal.throwIfAborted()
    if (timeout.aborted) return { status: 'timed-out', messages: [`it did not end within ${timeoutMs / 1000} s`] }
    const error = toHarnessError(thrown)
    if (foreign.includes(error.code)) return { status: 'unfinished', reason: error.message }
    return { status: 'failed', messages: [error.message] }
  }
}

interface Place {
  readonly request: Pick<OwnChecksRequest, 'answers' | 'signal'>
  readonly image: ImageInfo
  readonly files: StructureFiles
  readonly patterns: Patterns
}

interface StructureTest {
  readonly title: string
  readonly judge: (signal: AbortSignal) => Promise<readonly string[]>
}

/** In the order of the original tool, by its names. */
function listTests(file: StructureFile, { request, image, files, patterns }: Place): readonly StructureTest[] {
  const { commands, contents, existence, licenses, metadata, version } = file
  const place = { options: request.answers.options, file, variables: image.env }
  const named = imageVariables(file, image.env)
  const find = (path: string): string => (version === '1.0.0' ? path : expandVariables(path, named))
  return [
    ...commands.map((test) => ({
      title: `Command Test: ${test.name}`,
      judge: async (signal: AbortSignal) =>
        judgeCommand(test, await runStructureCommand(test, place, signal), patterns),
    })),
    ...contents.map((test) => ({
      title: `File Content Test: ${test.name}`,
      judge: async () => judgeContent(test, await readThroughLinks(files, test.path), patterns),
    })),
    ...existence.map((test) => ({
      title: `File Existence Test: ${test.name}`,
      judge: async () => judgeExistence(test, await lookUp(files, find(test.path))),
    })),
    ...licenses.map((test, index) => ({
      title: index === 0 ? 'License Test' : `License Test ${index + 1}`,
      judge: () => judgeLicense(test, files),
    })),
    ...(metadata === undefined
      ? []
      : [{ title: 'Metadata Test', judge: () => judgeMetadata(metadata, image, patterns) }]),
  ]
}
