import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findLeftovers, removeImages } from '../../support/engine.ts'
import { runEveryarch } from '../../support/everyarch.ts'
import { pushTellingImage } from './telling-image.ts'

it('a folder gets what each platform wrote, what happened to it, and what the engine said of it', async () => {
  const { reference, repository, manifests } = await pushTellingImage()
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-output-'))
  const flags = [
    '--output',
    folder.path,
    '--secret-env',
    'TOKEN',
    '--user',
    '4242',
    '--read-only',
    '--expect',
    'exit:5',
  ]
  const run = ['verify', reference, ...flags, '--', 'uname -m; echo "$TOKEN"; exit 5']
  const result = await runEveryarch(run, { env: { TOKEN: 'hunter22' } })
  expect(result.exitCode, result.stderr).toBe(0)
  expect(await readdir(folder.path)).toEqual(['linux-amd64', 'linux-arm64'])
  for (const [platform, machine] of [
    ['linux/amd64', 'x86_64'],
    ['linux/arm64', 'aarch64'],
  ] as const) {
    const read = (name: string): Promise<string> =>
      readFile(join(folder.path, platform.replace('/', '-'), name), 'utf8')
    expect(await read('application.log')).toBe(`${machine}\n***\n`)
    expect(JSON.parse(await read('report.json'))).toMatchObject({ platform, verdict: 'passed' })
    const events = (await read('events.jsonl'))
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
    expect(events).toContainEqual(expect.objectContaining({ kind: 'platform-state', platform, state: 'starting' }))
    expect(events.at(-1)).toMatchObject({ kind: 'platform-state', platform, state: 'done' })
    expect(JSON.parse(await read('inspect.json'))).toMatchObject({
      State: { ExitCode: 5, OOMKilled: false },
      Config: {
        User: '4242',
        Image: `${repository}@${manifests[platform]}`,
        Env: expect.arrayContaining(['TOKEN=***']),
      },
      HostConfig: { ReadonlyRootfs: true },
    })
  }
  expect(await findLeftovers(result.pid)).toEqual([])
  await removeImages(repository)
})
