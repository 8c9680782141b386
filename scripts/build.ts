import { execFileSync } from 'node:child_process'
import { chmodSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const output = new URL('../dist', import.meta.url)

rmSync(output, { recursive: true, force: true })
execFileSync('tsc', ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
// The compiler keeps the first line that names Node, and not the mode that makes it count.
chmodSync(new URL('../dist/src/cli/main.js', import.meta.url), 0o755)
