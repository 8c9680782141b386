import { createReadStream } from 'node:fs'
import { createLayerReader } from '../../../src/image/layer-reader.ts'
import { readRootFs } from '../../../src/image/rootfs-read.ts'
import { computeDigest } from '../../../src/oci/digest.ts'

/** Reads the layer in a file and tells what it took: a process of its own, so that nothing else counts. */
const [path = ''] = process.argv.slice(2)

async function* bytes(): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of createReadStream(path)) if (chunk instanceof Uint8Array) yield chunk
}

const unused = (): never => {
  throw new Error('only the layer is read')
}
const config = { mediaType: 'config', digest: computeDigest(Buffer.of()), sizeBytes: 0 }
const layer = { ...config, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' }
const { rootfs, isComplete } = await readRootFs({
  source: {
    name: 'large',
    openBlob: async () => bytes(),
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
const largeBytes = rootfs.entries.get('/opt/large')?.sizeBytes
let scripts = 0
for (const { content } of rootfs.entries.values()) if (content?.kind === 'script') scripts++
const maxMebibytes = Math.round(process.resourceUsage().maxRSS / 1024)
process.stdout.write(JSON.stringify({ entries: rootfs.entries.size, scripts, largeBytes, isComplete, maxMebibytes }))
