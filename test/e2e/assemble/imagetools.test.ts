import { afterAll, describe, expect, it } from 'vitest'
import { createRegistryClient } from '../../../src/registry/client.ts'
import { assembleReferences } from '../../support/assembled.ts'
import { attestation } from '../../support/attestation.ts'
import type { ImageContent } from '../../support/content.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { docker } from '../../support/engine.ts'
import { image, index, listed } from '../../support/image-builder.ts'
import { pushImage } from '../../support/image-registry.ts'
import { layer } from '../../support/layer.ts'

const registry = openDistributionRegistry()
const client = createRegistryClient()
afterAll(() => client.close())

async function make(platform: string, format: 'oci' | 'docker' = 'oci'): Promise<ImageContent> {
  return image({ platform, format, layers: [await layer([{ path: '/app', text: platform }])] })
}

async function push(content: ImageContent): Promise<string> {
  const { repository, digest } = await pushImage(registry, content, 'assemble')
  return `${repository}@${digest}`
}

/** What buildx makes of one platform: the image and its provenance, in an index of their own. */
async function pushBuilt(platform: string): Promise<string> {
  const built = await make(platform)
  const entry = listed(built, { annotations: { 'org.example.note': `<${platform}> & more` } })
  return push(index([entry, attestation(built)]))
}

const built = await Promise.all(['linux/amd64', 'linux/arm64', 'linux/arm/v7'].map(pushBuilt))
const bare = await Promise.all(
  ['linux/s390x', 'linux/arm/v6', 'linux/arm64/v8'].map(async (platform) => push(await make(platform))),
)
const dockers = await Promise.all(
  ['linux/amd64', 'linux/ppc64le'].map(async (platform) => push(await make(platform, 'docker'))),
)
const dockerList = await push(index([await make('linux/riscv64', 'docker')], { format: 'docker' }))

interface Row {
  readonly of: string
  readonly references: readonly string[]
  readonly annotations?: readonly string[]
}

describe.concurrent('an assembled index', () => {
  it.each<Row>([
    { of: 'what buildx makes, with provenance', references: built },
    { of: 'the same in another order', references: built.toReversed() },
    { of: 'single manifests', references: bare },
    { of: 'an index and single manifests', references: [...built.slice(0, 1), ...bare] },
    { of: 'one image named twice', references: [...bare, ...bare.slice(0, 1)] },
    { of: "Docker's manifests", references: dockers },
    { of: "Docker's manifests and a list of them", references: [...dockers, dockerList] },
    { of: 'both kinds', references: [...dockers, ...bare] },
    { of: 'one index', references: built.slice(0, 1) },
    {
      of: 'annotated images',
      references: built,
      annotations: ['index:org.example.a=b=c', 'manifest-descriptor[linux/arm64]:x=y', 'manifest-descriptor:z=1'],
    },
  ])('of $of is what docker buildx imagetools makes, byte for byte', async ({ references, annotations = [] }) => {
    const { source } = await assembleReferences(client, references, annotations)
    const options = annotations.flatMap((text) => ['--annotation', text])
    const made = await docker('buildx', 'imagetools', 'create', '--dry-run', ...options, ...references)
    expect(`${new TextDecoder().decode((await source.readRoot()).bytes)}\n`).toBe(made.stdout)
  })
})
