import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { npxOfCheckout, runAction } from './runner.ts'

const { version }: { version: string } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
)
const digest = `sha256:${'a'.repeat(64)}`

/** An `npx` whose everyarch plans as told and writes the report and the summary of a failed run. */
const npxThatFails = (unavailable: string): string => `
  const { appendFileSync, writeFileSync } = require('node:fs')
  const args = process.argv.slice(process.argv.indexOf('--') + 2)
  const fileOf = (name) => args.find((arg) => arg.startsWith('--reporter=' + name + '=')).split('=')[2]
  if (args[0] === 'plan') {
    const kind = ${JSON.stringify(unavailable)} === '' ? 'native' : 'unavailable'
    console.log(JSON.stringify({ platforms: [{ platform: ${JSON.stringify(unavailable)}, execution: { kind } }] }))
  } else {
    writeFileSync(fileOf('json'), JSON.stringify({ verdict: 'failed', image: { digest: '${digest}' } }))
    writeFileSync(fileOf('html'), '<h1>failed</h1>')
    appendFileSync(process.env.GITHUB_STEP_SUMMARY, '| platform | verdict |\\n')
    console.log('::error::arm64 failed')
    process.exitCode = 1
  }`

const recordOnly = ''

describe('the action', () => {
  it('hands on the verdict, the digest, the reports, the summary and the exit code', async () => {
    const result = await runAction({ inputs: { image: 'app:1' }, commands: { npx: npxThatFails('') } })
    expect(result.exitCode).toBe(1)
    expect(result.outputs).toMatchObject({ verdict: 'failed', digest })
    expect(JSON.parse(result.report)).toMatchObject({ verdict: 'failed' })
    expect(result.page).toBe('<h1>failed</h1>')
    expect(result.summary).toBe('| platform | verdict |\n')
    expect(result.stdout).toContain('::error::arm64 failed')
  })

  it('runs the version it belongs to, unless another is asked for', async () => {
    const own = await runAction({ inputs: { image: 'app:1' }, commands: { npx: npxThatFails('') } })
    expect(own.calls[1]).toEqual(
      expect.arrayContaining(['--package', `everyarch@${version}`, '--', 'everyarch', 'verify']),
    )
    const other = await runAction({ inputs: { image: 'app:1', version: '2.0.0' }, commands: { npx: npxThatFails('') } })
    expect(other.calls[1]).toContain('everyarch@2.0.0')
  })

  it('turns its inputs into arguments, word by word', async () => {
    const inputs = {
      image: 'example.com/app:1',
      platforms: 'linux/amd64,linux/arm64',
      require: 'linux/arm64',
      http: '5000/health',
      args: `--timeout 2m --env="GREETING=good day" 'a b'`,
    }
    const { calls } = await runAction({ inputs, commands: { npx: npxThatFails('') } })
    const [planned = [], verified = []] = calls.map((call) => call.slice(call.indexOf('everyarch') + 1))
    expect(planned).toEqual(['plan', 'example.com/app:1', '--platform=linux/amd64,linux/arm64', '--json'])
    expect(verified.filter((word) => !word.startsWith('--reporter=')).join('\n')).toBe(
      `verify\nexample.com/app:1\n--platform=linux/amd64,linux/arm64\n--require=linux/arm64\n--http=5000/health\n` +
        `--timeout\n2m\n--env=GREETING=good day\na b`,
    )
  })

  it('runs nothing that an input contains', async () => {
    const hostile = '$(touch pwned); `touch pwned` && touch pwned "'
    const { calls } = await runAction({
      inputs: { image: hostile, http: hostile },
      commands: { npx: npxThatFails('') },
    })
    expect(calls.map(([command]) => command)).toEqual(['npx', 'npx'])
    expect(calls[1]).toEqual(expect.arrayContaining([hostile, `--http=${hostile}`]))
  })

  it.each([
    ['no image', { image: ' ' }, "image is ''"],
    ['a flag as image', { image: '--config=evil.ts' }, "image is '--config=evil.ts'"],
    ['another package as version', { image: 'app:1', version: 'npm:other@1' }, "version is 'npm:other@1'"],
  ])('refuses %s', async (_, inputs, message) => {
    const result = await runAction({ inputs, commands: { npx: recordOnly } })
    expect(result).toMatchObject({ exitCode: 2, calls: [] })
    expect(result.stdout).toContain(`::error title=everyarch::${message}`)
  })

  it('adds emulators where a platform cannot run without', async () => {
    const commands = { npx: npxThatFails('linux/arm64'), docker: recordOnly }
    const { calls } = await runAction({ inputs: { image: 'app:1' }, commands })
    expect(calls.map(([command]) => command)).toEqual(['npx', 'docker', 'npx'])
    expect(calls[1]).toEqual(['docker', 'run', '--privileged', '--rm', 'tonistiigi/binfmt', '--install', 'all'])
  })

  it.each(['', 'windows(10.0.20348)/amd64'])('adds none for %j, which emulators do not help', async (platform) => {
    const commands = { npx: npxThatFails(platform), docker: recordOnly }
    const { calls } = await runAction({ inputs: { image: 'app:1' }, commands })
    expect(calls.map(([command]) => command)).toEqual(['npx', 'npx'])
  })

  it('leaves the outputs empty when nothing was verified', async () => {
    const result = await runAction({ inputs: { image: 'app:1' }, commands: { npx: 'process.exitCode = 2' } })
    expect(result).toMatchObject({
      exitCode: 2,
      outputs: { verdict: '', digest: '', report: '', page: '', folder: '' },
      summary: '',
    })
  })
})

describe('the action with everyarch itself', () => {
  it('reports a registry that is not there as unverified', async () => {
    const inputs = { image: '127.0.0.1:9/app:1', platforms: 'linux/amd64' }
    const result = await runAction({ inputs, commands: { npx: npxOfCheckout } })
    expect(result.exitCode).toBe(3)
    expect(result.outputs['verdict']).toBe('unverified')
    expect(JSON.parse(result.report)).toMatchObject({ command: 'verify', exitCode: 3 })
    expect(result.summary.match(/127\.0\.0\.1:9\/app:1/g)).toHaveLength(1)
    expect(result.page).toContain('127.0.0.1:9/app:1')
    expect(result.files).toEqual(['report.html', 'report.json'])
    expect(result.stdout).toContain('::error')
  })
})
