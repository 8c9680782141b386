import { describe, expect, it } from 'vitest'
import { listRunFlags } from '../../../src/config/run-flags.ts'
import { resolveIn } from './config-folder.ts'

const variables = { TOKEN: 'hunter22' }

async function flagsOf(...flags: readonly string[]) {
  const config = await resolveIn({ argv: ['verify', 'app', ...flags], variables })
  return { config, flags: listRunFlags(config, config.suites) }
}

describe('the flags that run an image so again', () => {
  it.each([
    ['--http', '5000/health', '--http', 'https:8443', '--expect', 'status:200,300-399'],
    ['--expect', 'exit:3', '--command', "sh -c 'echo '\\''it'\\''; exit 3'"],
    ['--expect', 'tcp:5432', '--expect', 'log:/ready|up/i', '--expect', "command:pg_isready -U 'my user'"],
    ['--http', '80', '--expect', 'body:hello world', '--expect', 'json:$.status=ok', '--expect', 'header:x-a=/^b/'],
    ['--http', 'https:443', '--expect', 'tls:any', '--expect', 'healthcheck'],
    ['--entrypoint', "python -c ''", '--user', '1000:1000', '--workdir', '/srv', '--suite', './checks/**/*.test.ts'],
  ])('are those it was run with: %s %s', async (...given) => {
    const { config, flags } = await flagsOf(...given)
    expect((await flagsOf(...flags)).config).toEqual(config)
    expect(flags.toSorted()).toEqual(given.toSorted())
  })

  it('are none where nothing was said', async () => {
    expect((await flagsOf()).flags).toEqual([])
  })

  it('name variables, and hold no value of any', async () => {
    const { flags } = await flagsOf('--env', 'MODE=secret', '--secret-env', 'TOKEN')
    expect(flags).toEqual(['--env', 'MODE', '--secret-env', 'TOKEN'])
  })

  it('say of the only endpoint what its answer must be like', async () => {
    const file = `export default { http: { port: 5000, path: '/', status: '200-499' } }`
    const config = await resolveIn({ argv: ['verify', 'app'], files: { 'everyarch.config.mjs': file } })
    expect(listRunFlags(config, [])).toEqual(['--http', '5000', '--expect', 'status:200-499'])
  })

  it('leave out what is too long for a report', async () => {
    expect((await flagsOf('--http', '80', '--command', 'x'.repeat(5000))).flags).toEqual(['--http', '80'])
  })
})
