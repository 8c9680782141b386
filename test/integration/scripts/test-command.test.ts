import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const command = fileURLToPath(new URL('../../../scripts/test', import.meta.url))

describe('scripts/test', () => {
  it('ends with the line that counts, though nothing could run', async () => {
    const ended = await new Promise((resolve) => {
      execFile(command, ['units'], (error, stdout, stderr) => resolve({ code: error?.code, stdout, stderr }))
    })
    expect(ended).toEqual({
      code: 2,
      stdout: '0 passed, 1 failed\n',
      stderr: 'test: no such ring: units; there are unit, integration and e2e\n',
    })
  })
})
