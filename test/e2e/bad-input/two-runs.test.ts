import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { docker, findLeftovers, removeImages } from '../../support/engine.ts'
import { runEveryarch } from '../../support/everyarch.ts'
import { openAlteredEngine } from './given-engine.ts'
import { readReport } from './problem.ts'

const registry = openDistributionRegistry()

it('two runs of one image at once both prove it, and leave nothing', async () => {
  const { reference, repository } = await pushPair(registry, 'two-runs', serverImage)
  const flags = ['verify', reference, '--http', '8080', '--json', '--remove-images']
  const results = await Promise.all([runEveryarch(flags), runEveryarch(flags)])
  for (const result of results) {
    expect(result.exitCode, result.stderr).toBe(0)
    expect(readReport(result)).toMatchObject({ verdict: 'passed', errors: [] })
    expect(await findLeftovers(result.pid)).toEqual([])
  }
  await removeImages(repository)
})

it('an image that another run takes away before a container starts is pulled again', async () => {
  const { reference, repository } = await pushPair(registry, 'taken-away', serverImage)
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-engine-'))
  const path = join(folder.path, 'docker.sock')
  const seen: string[] = []
  const before = async (request: string): Promise<void> => {
    const [what = ''] = /images\/create|containers\/create/.exec(request) ?? []
    // Others are for programs of the tool's own, which are there already.
    if (what === 'containers/create' && seen.length === 0) return
    if (what === 'containers/create' && seen.length === 1) await removeImages(repository)
    if (what !== '') seen.push(what)
  }
  await using _ = await openAlteredEngine(path, { before })
  const flags = ['verify', reference, '--http', '8080', '--json', '--platform', 'linux/amd64', '--remove-images']
  const result = await runEveryarch(flags, { env: { DOCKER_HOST: `unix://${path}` } })
  expect(result.exitCode, result.stderr).toBe(0)
  expect(seen.slice(0, 4)).toEqual(['images/create', 'containers/create', 'images/create', 'containers/create'])
  expect((await docker('image', 'ls', '--quiet', repository)).stdout).toBe('')
})
