import { expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import { buildContext, busyboxStage, serverEnd } from '../../support/build-context.ts'
import { containerBuilder } from '../../support/builders.ts'
import { busyboxImage } from '../../support/busybox-image.ts'
import { mediaTypes, uniqueText } from '../../support/content.ts'
import { digestAt } from '../../support/digest-at.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { pushImage } from '../../support/image-registry.ts'

const registry = openDistributionRegistry()

/** What BuildKit runs over each platform's files: https://github.com/moby/buildkit/blob/master/docs/attestations/sbom-protocol.md */
const scan = `set -e
cat > "$BUILDKIT_SCAN_DESTINATION/found.spdx.json" <<END
{"_type": "https://in-toto.io/Statement/v0.1", "predicateType": "https://spdx.dev/Document",
 "predicate": {"spdxVersion": "SPDX-2.3", "comment": "$(ls "$BUILDKIT_SCAN_SOURCE/www")"}}
END
`

it.each([
  { driver: 'docker', open: async () => ({}) },
  { driver: 'docker-container', open: containerBuilder },
])('what a scanner found is published with what was verified, by the driver $driver', async ({ driver, open }) => {
  const config = { Entrypoint: ['/bin/sh', '/scan'] }
  const scanner = await pushImage(
    registry,
    await busyboxImage('linux/amd64', { files: [{ path: '/scan', text: scan }], config }),
    'scanner',
  )
  await using context = await buildContext({ Dockerfile: `${busyboxStage}${serverEnd}` })
  const repository = `scanned/app-${uniqueText().slice(0, 8)}`
  const tag = `${registry.address}/${repository}:1`
  const build = ['--build', context.path, '--sbom', `generator=${scanner.reference}`, '--provenance', 'false']
  const flags = ['--platform', 'linux/amd64,linux/arm64', '--http', '8080', '--tag', tag, '--publish', '--json']
  const result = await runEveryarch(['verify', ...build, ...flags], { env: await open() })
  expect(result.exitCode, result.stderr).toBe(0)
  const report = parseRunReport(parseStdout(result))
  expect(report).toMatchObject({ attestations: 2, builds: [{ driver }], publish: { state: 'published' } })
  expect(await digestAt(tag)).toBe(report.image?.digest)
  const index = await read(repository, 'manifests', '1')
  const annotated = index.manifests?.filter(({ annotations }) => annotations !== undefined) ?? []
  const found = annotated.map(async ({ digest }) => {
    const [layer] = (await read(repository, 'manifests', digest)).layers ?? []
    expect(layer?.annotations).toEqual({ 'in-toto.io/predicate-type': 'https://spdx.dev/Document' })
    return (await read(repository, 'blobs', layer?.digest ?? '')).predicate
  })
  const one = { spdxVersion: 'SPDX-2.3', comment: 'index.html' }
  expect(await Promise.all(found)).toEqual([one, one])
})

interface Entry {
  readonly digest: string
  readonly annotations?: Readonly<Record<string, string>>
}

interface Stored {
  readonly manifests?: readonly Entry[]
  readonly layers?: readonly Entry[]
  readonly predicate?: unknown
}

async function read(repository: string, kind: 'manifests' | 'blobs', reference: string): Promise<Stored> {
  const accept = `${mediaTypes.index}, ${mediaTypes.manifest}`
  const response = await fetch(`http://${registry.address}/v2/${repository}/${kind}/${reference}`, {
    headers: { accept },
  })
  const stored: Stored = JSON.parse(await response.text())
  return stored
}
