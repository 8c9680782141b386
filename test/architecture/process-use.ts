import { at, type Rule } from './rule.ts'
import { shippedSources, type SourceTree } from './source-tree.ts'

function usesOutside(tree: SourceTree, pattern: RegExp, homes: readonly string[], advice: string): readonly string[] {
  return shippedSources(tree)
    .filter((file) => !homes.includes(file.path))
    .flatMap((file) => file.parsed.uses.filter(({ name }) => pattern.test(name)).map((use) => ({ file, use })))
    .map(({ file, use }) => `${at(file, use)} uses ${use.name}: ${advice}`)
}

export const readsEnvironmentInOneFile: Rule = {
  name: 'reads the environment in one file',
  check: (tree) =>
    usesOutside(
      tree,
      /^process\.env$/,
      // testcontainers is told by variables only, so one file may set them.
      ['src/config/environment.ts', 'src/engine/testcontainers-env.ts'],
      'take an `env` as an argument; src/config/environment.ts reads it',
    ),
}

export const exitsInOneFile: Rule = {
  name: 'decides the exit code in one file',
  check: (tree) =>
    usesOutside(
      tree,
      /^process\.(exit|exitCode|abort|reallyExit)$/,
      // vitest sets it when a test fails, so one file puts back what it was.
      ['src/cli/main.ts', 'src/run/keep-process.ts'],
      'return or throw; src/cli/main.ts turns it into an exit code',
    ),
}

export const writesToTerminalInOneFile: Rule = {
  name: 'writes to the terminal in one file',
  check: (tree) =>
    usesOutside(
      tree,
      /^(process\.(stdout|stderr)|console\.\w+)$/,
      ['src/cli/terminal.ts'],
      'return text or take a writer; src/cli/terminal.ts writes it',
    ),
}
