#!/usr/bin/env node
import module from 'node:module'
import process from 'node:process'
import { describeOldNode } from './node-version.ts'

// Whatever ends this process before it has said otherwise, it proved nothing.
process.exitCode = 3

const problem = describeOldNode(process.versions.node)
if (problem === undefined) {
  module.enableCompileCache()
  void import('./start.ts').then(
    ({ start }) =>
      start({
        setExitCode: (code) => {
          process.exitCode = code
        },
        exitAtOnce: (code) => process.exit(code),
      }),
    // A rejection that nobody handles would end the process with 1: the image would be proven wrong.
    (thrown: unknown) => tell(`everyarch cannot be loaded, install it again: ${String(thrown)}`),
  )
} else {
  process.exitCode = 2
  void tell(problem)
}

/** One line, with no more of the program than it takes to write it. */
async function tell(message: string): Promise<void> {
  const { openTerminal } = await import('./terminal.ts')
  openTerminal().stderr.write(`error: ${message.replaceAll(/\p{Cc}+/gu, ' ')}\n`)
}
