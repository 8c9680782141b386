import { execFileSync } from 'node:child_process'
import { chmodSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('..', import.meta.url))
const output = new URL('../dist', import.meta.url)

rmSync(output, { recursive: true, force: true })
execFileSync('tsc', ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
await bundleCommandLine()
// The compiler keeps the first line that names Node, and not the mode that makes it count.
chmodSync(new URL('../dist/src/cli/main.js', import.meta.url), 0o755)

/**
 * The command line and the thread it starts in few files, for each costs start-up time. They stay in the folder of the first one: some modules
 * find others by their own place.
 */
async function bundleCommandLine(): Promise<void> {
  rmSync(new URL('../dist/src/cli', import.meta.url), { recursive: true })
  const bundle = await rolldown({
    cwd: root,
    input: {
      main: 'src/cli/main.ts',
      'suite-worker': 'src/run/suite-worker.ts',
      'pattern-worker': 'src/run/pattern-worker.ts',
    },
    platform: 'node',
    external: /^[^./]/,
  })
  await bundle.write({
    dir: 'dist/src/cli',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
  })
  await bundle.close()
}
