#!/usr/bin/env node
import module from 'node:module'
import process from 'node:process'
import { describeOldNode } from './node-version.ts'

// Whatever ends this process before it has said otherwise, it proved nothing.
process.exitCode = 3

const problem = describeOldNode(process.versions.node)
if (problem === undefined) {
  module.enableCompileCache()
  void import('./start.ts').then(({ start }) =>
    start({
      setExitCode: (code) => {
        process.exitCode = code
      },
      exitAtOnce: (code) => process.exit(code),
    }),
  )
} else {
  void import('./terminal.ts').then(({ openTerminal }) => {
    openTerminal().stderr.write(`error: ${problem}\n`)
    process.exitCode = 2
  })
}
