import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { runBuildx } from '../../../src/build/run-buildx.ts'
import { temporaryFolder } from '../image/temporary-folder.ts'

/** The environment of a `docker` that is this script. */
async function fakeDocker(script: string): Promise<{ readonly folder: string; readonly PATH: string }> {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'docker'), `#!/bin/sh\ncd '${folder}'\n${script}\n`)
  await chmod(join(folder, 'docker'), 0o755)
  // What it left behind ends when its file is gone.
  await writeFile(join(folder, 'goes-on'), '')
  return { folder, PATH: `${folder}:/usr/bin:/bin` }
}

const run = { args: [], signal: new AbortController().signal, onLine: () => undefined }

it('a build reads its standard input from a file, each time from its beginning', async () => {
  const { folder, PATH } = await fakeDocker('cat >&2; exit 7')
  const stdinFile = join(folder, 'stdin')
  await writeFile(stdinFile, 'FROM scratch\n')
  for (const _ of [1, 2]) {
    const lines: string[] = []
    expect(await runBuildx({ ...run, env: { PATH }, stdinFile, onLine: (line) => lines.push(line) })).toBe(7)
    expect(lines).toEqual(['FROM scratch'])
  }
})

it('a line that cannot be read ends the build', async () => {
  const { PATH } = await fakeDocker('echo one >&2; while [ -e goes-on ]; do sleep 0.1; done')
  const onLine = () => {
    throw new Error('unreadable')
  }
  await expect(runBuildx({ ...run, env: { PATH }, onLine })).rejects.toThrow('unreadable')
})

it('a build that does not stop is ended, whatever it has left running', async () => {
  const script = `trap '' TERM; (while [ -e goes-on ]; do sleep 0.1; done) & echo one >&2; wait; wait`
  const { PATH } = await fakeDocker(script)
  const stopping = new AbortController()
  onTestFinished(() => stopping.abort())
  const onLine = () => stopping.abort(new Error('stopped'))
  const running = runBuildx({ ...run, env: { PATH }, signal: stopping.signal, onLine, patienceMs: 50 })
  await expect(running).rejects.toThrow('stopped')
})
