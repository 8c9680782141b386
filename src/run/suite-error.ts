import { stripVTControlCharacters } from 'node:util'

/** More of one message is the output of a program, not a message. */
const longestMessage = 4000

/** What errors of a suite say, without colours. */
export function messagesOf(errors: readonly unknown[]): readonly string[] {
  return errors.map((error) => {
    const { message = 'failed' } = readError(error)
    // After this line come stack traces of the suite's own, which say nothing of the image.
    const text = stripVTControlCharacters(message).split('\n\nIf this is a long-running')[0] ?? ''
    return text.slice(0, longestMessage)
  })
}

/** The line of the suite itself where the first of them was thrown. */
export function findLine(errors: readonly unknown[], path: string): number | undefined {
  for (const error of errors) {
    const stack = readError(error).stacks?.find(({ file }) => file === path)
    if (stack !== undefined) return stack.line
  }
  return undefined
}

/** Why a suite could not be loaded, in one line. */
export function describeSuiteError(error: unknown, path: string): string {
  const [message = ''] = messagesOf([error])
  // Of a text that is no TypeScript the place is told in a drawing.
  const drawn = /\[ .*:(\d+):\d+ \]/.exec(message)?.[1]
  const line = drawn ?? findLine([error], path)
  const lines = message
    .split('\n')
    .map((it) => it.trim())
    .filter((it) => it !== '' && !/[│╭╰─]/.test(it))
  const said = lines.slice(0, 6).join(' ')
  return line === undefined ? said : `line ${line}: ${said}`
}

interface SaidError {
  readonly message?: string
  readonly stacks?: readonly { readonly file: string; readonly line: number }[]
}

function readError(error: unknown): SaidError {
  if (typeof error !== 'object' || error === null) return { message: String(error) }
  const message: unknown = Reflect.get(error, 'message')
  const stacks: unknown = Reflect.get(error, 'stacks')
  return {
    ...(typeof message === 'string' ? { message } : {}),
    ...(Array.isArray(stacks) ? { stacks: stacks.flatMap(readStack) } : {}),
  }
}

function readStack(stack: unknown): { readonly file: string; readonly line: number }[] {
  if (typeof stack !== 'object' || stack === null) return []
  const file: unknown = Reflect.get(stack, 'file')
  const line: unknown = Reflect.get(stack, 'line')
  return typeof file === 'string' && typeof line === 'number' ? [{ file, line }] : []
}
