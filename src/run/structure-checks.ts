import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toHarnessError } from '../errors.ts'
import type { ImageFile } from '../engine/engine.ts'
import type { CommandResult, ImageInfo, RunOptions } from '../harness/protocol.ts'
import type { SuiteAnswers } from './handlers.ts'
import type { OwnChecks } from './own-checks.ts'
import type { OwnTest } from './own-test.ts'
import { parseStructureFile, type StructureCommand, type StructureFile } from './structure-file.ts'
import { expandVariables, judgeCommand, judgeContent, judgeExistence, judgeMetadata } from './structure-judge.ts'

/**
 * A file of container-structure-test as a check of every platform.
 * @throws HarnessError `suite-invalid` when it is none
 */
export async function openStructureChecks(root: string, name: string): Promise<OwnChecks> {
  const file = await parseStructureFile(await readFile(join(root, name), 'utf8'), name)
  return {
    names: [name],
    run: async ({ answers, signal }) => {
      const tests: OwnTest[] = []
      const image = await answers.handlers.image([], { options: {} })
      for (const { title, judge } of listTests(file, { answers, image })) {
        signal.throwIfAborted()
        const startedMs = performance.now()
        const messages = await judge().catch((thrown: unknown) => [toHarnessError(thrown).message])
        tests.push({
          file: name,
          test: title,
          status: messages === 'skipped' ? 'skipped' : messages.length === 0 ? 'passed' : 'failed',
          durationMs: Math.round(performance.now() - startedMs),
          messages: messages === 'skipped' ? [] : messages,
        })
      }
      return { tests, unfinished: new Map() }
    },
  }
}

interface Place {
  readonly answers: SuiteAnswers
  readonly image: ImageInfo
}

interface StructureTest {
  readonly title: string
  readonly judge: () => Promise<readonly string[] | 'skipped'>
}

function listTests(file: StructureFile, place: Place): readonly StructureTest[] {
  const { commands, existence, contents, metadata, licenses, user } = file
  const { answers, image } = place
  return [
    ...commands.map((test) => ({
      title: `Command Test: ${test.name}`,
      judge: async () => judgeCommand(test, await runStructureCommand(test, { ...place, user, env: file.env })),
    })),
    ...contents.map((test) => ({
      title: `File Content Test: ${test.name}`,
      judge: async () => judgeContent(test, await readThroughLinks(answers, test.path)),
    })),
    ...existence.map((test) => ({
      title: `File Existence Test: ${test.name}`,
      judge: async () =>
        judgeExistence(test, await answers.files.read(expandVariables(test.path, { ...image.env, ...file.env }))),
    })),
    ...(metadata === undefined ? [] : [{ title: 'Metadata Test', judge: async () => judgeMetadata(metadata, image) }]),
    ...Array.from({ length: licenses }, (_, index) => ({
      title: `License Test ${index + 1}`,
      judge: async () => 'skipped' as const,
    })),
  ]
}

const longestChain = 40

/** A link's own words are taken from the root, as the original tool takes them. */
async function readThroughLinks({ files }: SuiteAnswers, path: string): Promise<ImageFile | undefined> {
  let file = await files.read(path)
  for (let links = 0; file?.entry.kind === 'symlink' && links < longestChain; links++) {
    file = await files.read(join('/', file.entry.linkName))
  }
  return file
}

async function runStructureCommand(
  test: StructureCommand,
  { answers, image, user, env }: Place & Pick<StructureFile, 'user' | 'env'>,
): Promise<CommandResult> {
  const { handlers } = answers
  const words = test.command.map((word) => expandVariables(word, { ...image.env, ...env }))
  const shared: RunOptions = { env: test.env, ...(user === '' ? {} : { user }) }
  if (test.setup.length > 0) return runAfterSetup(test, words, shared, answers)
  const [program = '', ...args] = words
  const result = await handlers.run(args, { options: { ...shared, entrypoint: [program] } })
  return { ...result, stdout: endLine(result.stdout), stderr: endLine(result.stderr) }
}

/** Lines come without what ends them, and a pattern may want it. */
function endLine(text: string): string {
  return text === '' ? '' : `${text}\n`
}

/** In one shell, so that what the commands before it have changed is there: each quoted as it is. */
async function runAfterSetup(
  { setup }: StructureCommand,
  command: readonly string[],
  options: RunOptions,
  { handlers }: SuiteAnswers,
): Promise<CommandResult> {
  const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`
  const line = (words: readonly string[]): string => words.map(quote).join(' ')
  const script = [...setup.map((words) => `${line(words)} >/dev/null 2>&1`), `exec ${line(command)}`].join('\n')
  const result = await handlers.run(['-c', script], { options: { ...options, entrypoint: ['/bin/sh'] } })
  return { ...result, stdout: endLine(result.stdout), stderr: endLine(result.stderr) }
}
