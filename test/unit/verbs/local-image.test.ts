import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inspect, platforms, resolve, verify } from '../../../src/index.ts'
import { image, index } from '../../support/image-builder.ts'
import { layer } from '../../support/layer.ts'
import { layoutFiles, packFiles, writeFolder } from '../image/layout-files.ts'
import { temporaryFolder } from '../image/temporary-folder.ts'

const layers = [await layer([{ path: 'app', text: 'x' }])]
const multi = index([image({ platform: 'linux/amd64', layers }), image({ platform: 'linux/arm64', layers })])
const files = layoutFiles([multi], [multi.descriptor])
/** Neither an engine nor a cache of this machine. */
async function emptyMachine() {
  const cache = await temporaryFolder()
  return { DOCKER_HOST: `unix://${join(cache, 'none.sock')}`, XDG_CACHE_HOME: cache, HOME: cache }
}

const names = { image: { digest: multi.descriptor.digest }, platforms: [{ platform: 'linux/amd64' }, {}] }

describe('an image in a folder or file of this machine', () => {
  it('is listed and inspected', async () => {
    const variables = await emptyMachine()
    const name = `oci:${await writeFolder(await temporaryFolder(), files)}`
    expect(await platforms({ image: name, variables })).toMatchObject(names)
    expect(await inspect({ image: name, variables })).toMatchObject({ ...names, errors: [] })
    expect(await resolve({ image: name, variables })).toMatchObject({ image: names.image })
  })

  it('may be an archive, more than once', async () => {
    const variables = await emptyMachine()
    const path = join(await temporaryFolder(), 'image.tar')
    await writeFile(path, await packFiles(files))
    const name = `oci-archive:${path}`
    expect(await platforms({ image: [name, name], variables })).toMatchObject({ images: [names, names] })
  })

  it('is no tag of a release', async () => {
    const variables = await emptyMachine()
    const name = `oci:${await writeFolder(await temporaryFolder(), files)}`
    const wrong = { code: 'usage-invalid', hint: expect.stringMatching(/^push it to one/) }
    expect(await inspect({ image: name, sameAs: name, variables })).toMatchObject({ exitCode: 2, errors: [wrong] })
  })

  it('is audited by verify where there is no engine to run it', async () => {
    const variables = await emptyMachine()
    const name = `oci:${await writeFolder(await temporaryFolder(), files)}`
    const report = await verify({ image: name, variables })
    expect(report).toMatchObject({ exitCode: 3, errors: [{ code: 'engine-absent' }] })
  })
})
