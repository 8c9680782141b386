import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSshForward } from '../../../src/engine/ssh-forward.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'everyarch-forward-'))
})
afterEach(() => rm(folder, { recursive: true }))

const address = { kind: 'ssh', host: 'build.example', user: 'ada' } as const

/** An `ssh` that notes its arguments, and does what the script says with the socket and the address it forwards. */
async function writeSsh(script: string): Promise<Readonly<Record<string, string>>> {
  const program = `#!/usr/bin/env node
    const words = process.argv.slice(2)
    require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'arguments'))}, words.join(' '))
    const [, socket, host, port] = /^(.*):([^:]*):(\\d+)$/.exec(words[words.indexOf('-L') + 1])
    ${script}`
  await writeFile(join(folder, 'ssh'), program, { mode: 0o755 })
  return { PATH: `${folder}${delimiter}${process.env['PATH']}`, TMPDIR: folder }
}

/** Where it was told to listen. */
function readSocketPath(): string {
  const words = readFileSync(join(folder, 'arguments'), 'utf8')
  return /-L (.*):127\.0\.0\.1:/.exec(words)?.[1] ?? ''
}

const forwarding = `
  require('node:net').createServer((near) => {
    const far = require('node:net').connect(Number(port), host)
    near.pipe(far).pipe(near)
  }).listen(socket)`

describe('a port behind ssh', () => {
  it('is one of this loopback, and gone when it is closed', async () => {
    await using server = createServer((_, response) => response.end('from far away'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const listening = server.address()
    const port = typeof listening === 'object' && listening !== null ? listening.port : 0
    const forward = await openSshForward(address, port, await writeSsh(forwarding))
    const url = `http://127.0.0.1:${forward.port}/`
    for (let n = 0; n < 3; n++) expect(await (await fetch(url)).text()).toBe('from far away')
    expect(forward.failure()).toBeUndefined()
    await forward.close()
    await expect(fetch(url)).rejects.toThrow('fetch failed')
    expect(existsSync(dirname(readSocketPath()))).toBe(false)
  })

  it('is asked of ssh as the engine is, for that one port', async () => {
    const forward = await openSshForward(address, 32_768, await writeSsh(forwarding))
    await forward.close()
    expect(readFileSync(join(folder, 'arguments'), 'utf8')).toMatch(
      /^-o ExitOnForwardFailure=yes .*-L \S+:127\.0\.0\.1:32768 .*-o BatchMode=yes -T -l ada -- build\.example cat$/,
    )
  })

  it('that ssh will not forward is an error of the engine', async () => {
    const env = await writeSsh(`console.error('Permission denied (publickey).'); process.exitCode = 255`)
    await expect(openSshForward(address, 80, env)).rejects.toMatchObject({
      code: 'engine-failed',
      message: 'ssh to build.example does not forward a port: Permission denied (publickey).',
    })
    await expect(openSshForward(address, 80, { PATH: join(folder, 'empty') })).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('ENOENT'),
    })
  })

  it('says so when its server forbids it, which is told only when it is used', async () => {
    const env = await writeSsh(`
      require('node:net').createServer((near) => {
        console.error('channel 2: open failed: administratively prohibited: open failed')
        near.destroy()
      }).listen(socket)`)
    const forward = await openSshForward(address, 80, env)
    await expect(fetch(`http://127.0.0.1:${forward.port}/`)).rejects.toThrow('fetch failed')
    await expect.poll(() => forward.failure()?.message).toContain('administratively prohibited')
    await forward.close()
  })
})
