import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const conditions = ['everyarch-source', 'node']
/** A whole machine is emulated: what takes a second elsewhere takes half a minute. */
const timeoutMs = 900_000

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'arm64-node',
    include: ['test/arm64-node/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
  },
})
