import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { runProcess } from '../../support/run-process.ts'

const script = fileURLToPath(new URL('../../../scripts/buildkit', import.meta.url))
const home = await mkdtemp(join(tmpdir(), 'everyarch-buildkit-'))
afterAll(() => rm(home, { recursive: true, force: true }))

function buildkit(...args: readonly string[]) {
  const nowhere = { DOCKER_HOST: `unix://${home}/none.sock`, DOCKER_CONTEXT: '', EVERYARCH_TEST_REGISTRY: '' }
  return runProcess(script, args, {
    env: { ...nowhere, EVERYARCH_ENGINE_HOME: home, EVERYARCH_ENGINE_SOCKETS: '/none' },
  })
}

describe('scripts/buildkit', () => {
  it.each(['', 'start', 'up now'])('called with "%s" points to its help', async (words) => {
    const { exitCode, stdout, stderr } = await buildkit(...words.split(' ').filter((word) => word !== ''))
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain('try scripts/buildkit --help')
  })

  it('explains every command and variable', async () => {
    const { exitCode, stdout } = await buildkit('--help')
    expect(exitCode).toBe(0)
    for (const word of ['up', 'env', 'image', 'down']) expect(stdout).toMatch(new RegExp(`^  ${word} `, 'm'))
    for (const word of ['BUILDERS', 'BUILDKIT', 'BUILDKITD', 'BUILDKIT_KEYS']) {
      expect(stdout).toContain(`EVERYARCH_TEST_${word}`)
    }
  })

  it.each(['up', 'env', 'image'])(
    '%s without an engine prints nothing that a shell could evaluate',
    async (command) => {
      const { exitCode, stdout, stderr } = await buildkit(command)
      expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
      expect(stderr).toContain('run scripts/engine up')
    },
  )

  it('down has nothing to end where there is no engine', async () => {
    expect(await buildkit('down')).toMatchObject({ exitCode: 0, stdout: '' })
  })
})
