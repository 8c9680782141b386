import { spawnSync } from 'node:child_process'
import { chmodSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true })
// The compiler writes its errors to standard output, which belongs to what asked for the build.
const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { cwd: root, stdio: ['ignore', 2, 2] })
if (status === 0) {
  // The compiler keeps the first line that names Node, and not the mode that makes it count.
  chmodSync(new URL('../dist/src/cli/main.js', import.meta.url), 0o755)
} else {
  process.exitCode = 1
}
