import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { createLayerReader } from '../../../src/image/layer-reader.ts'
import { readRootFs } from '../../../src/image/rootfs-read.ts'
import { computeDigest } from '../../../src/oci/digest.ts'
import { block } from '../../unit/image/tar-bytes.ts'

/** Reads a layer of so many files and MiB, and tells what it took: a process of its own, so that nothing else counts. */
const [files = 0, mebibytes = 0] = process.argv.slice(2).map(Number)
const mebibyte = 1024 * 1024

async function* largeLayer(): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < files; at += 1000) {
    const blocks = Array.from({ length: Math.min(1000, files - at) }, (_, index) => smallFile(at + index)).flat()
    yield gzipSync(Buffer.concat(blocks), { level: 1 })
  }
  yield gzipSync(block({ name: 'opt/large', mode: 0o755, size: mebibytes * mebibyte }))
  // The same member again and again, which a decoder cannot know.
  const member = gzipSync(randomBytes(mebibyte))
  for (let at = 0; at < mebibytes; at++) yield member
  yield gzipSync(Buffer.alloc(1024))
}

function smallFile(number: number): Buffer[] {
  const name = `usr/lib/python3/dist-packages/package${number % 500}/module_number_${number}.py`
  const isScript = number % 20 === 0
  const content = Buffer.from(isScript ? '#!/usr/bin/python3\n' : 'x'.repeat(number % 500))
  return [
    block({ name, mode: isScript ? 0o755 : 0o644, size: content.byteLength }),
    content,
    Buffer.alloc((512 - (content.byteLength % 512)) % 512),
  ]
}

const unused = (): never => {
  throw new Error('only the layer is read')
}
const config = { mediaType: 'config', digest: computeDigest(Buffer.of()), sizeBytes: 0 }
const layer = { ...config, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' }
const { rootfs, problems } = await readRootFs({
  source: {
    name: 'large',
    openBlob: async () => largeLayer(),
    readRoot: unused,
    readManifest: unused,
    readBlob: unused,
    checkManifest: unused,
    checkBlob: unused,
    close: unused,
  },
  manifest: { mediaType: 'manifest', config, layers: [layer] },
  config: { diffIds: [], config: { exposedPorts: [], env: [], labels: {}, volumes: [] } },
  layers: createLayerReader(),
})
const large = rootfs.entries.get('/opt/large')
const scripts = [...rootfs.entries.values()].filter(({ content }) => content?.kind === 'script').length
const maxMebibytes = Math.round(process.resourceUsage().maxRSS / 1024)
process.stdout.write(
  JSON.stringify({
    entries: rootfs.entries.size,
    scripts,
    largeBytes: large?.sizeBytes,
    problems: problems.length,
    maxMebibytes,
  }),
)
