import type { LayerType } from '../../../src/oci/layer-type.ts'

type Kind = 'index' | 'manifest' | 'schema1' | 'config' | undefined

const oci = 'application/vnd.oci.image'
const docker = 'application/vnd.docker'

/** A media type and which one predicate holds for it. */
export const kindRows: readonly (readonly [mediaType: string, kind: Kind])[] = [
  [`${oci}.index.v1+json`, 'index'],
  [`${docker}.distribution.manifest.list.v2+json`, 'index'],
  [`${oci}.manifest.v1+json`, 'manifest'],
  [`${docker}.distribution.manifest.v2+json`, 'manifest'],
  [`${docker}.distribution.manifest.v1+json`, 'schema1'],
  [`${docker}.distribution.manifest.v1+prettyjws`, 'schema1'],
  [`${oci}.config.v1+json`, 'config'],
  [`${docker}.container.image.v1+json`, 'config'],
  [`${oci}.layer.v1.tar+gzip`, undefined],
  [`${oci}.index.v2+json`, undefined],
  ['application/vnd.oci.artifact.manifest.v1+json', undefined],
  ['application/vnd.cncf.helm.config.v1+json', undefined],
  ['application/vnd.oci.empty.v1+json', undefined],
  ['application/json', undefined],
  ['', undefined],
]

const layer = (compression: LayerType['compression'], rest: Partial<LayerType> = {}): LayerType => ({
  compression,
  distributable: true,
  encrypted: false,
  ...rest,
})

const bound = { distributable: false }
const encrypted = { encrypted: true }

/** A media type and what it says of a layer. */
export const layerRows: readonly (readonly [mediaType: string, type: LayerType | undefined])[] = [
  [`${oci}.layer.v1.tar`, layer('none')],
  [`${oci}.layer.v1.tar+gzip`, layer('gzip')],
  [`${oci}.layer.v1.tar+zstd`, layer('zstd')],
  [`${oci}.layer.v1.tar+xz`, layer('unknown')],
  [`${oci}.layer.v1.tar+bzip2`, layer('unknown')],
  [`${oci}.layer.v1.tar+encrypted`, layer('none', encrypted)],
  [`${oci}.layer.v1.tar+gzip+encrypted`, layer('gzip', encrypted)],
  [`${oci}.layer.v1.tar+zstd+encrypted`, layer('zstd', encrypted)],
  [`${oci}.layer.nondistributable.v1.tar`, layer('none', bound)],
  [`${oci}.layer.nondistributable.v1.tar+gzip`, layer('gzip', bound)],
  [`${oci}.layer.nondistributable.v1.tar+zstd`, layer('zstd', bound)],
  [`${oci}.layer.nondistributable.v1.tar+gzip+encrypted`, layer('gzip', { ...bound, ...encrypted })],
  [`${docker}.image.rootfs.diff.tar`, layer('none')],
  [`${docker}.image.rootfs.diff.tar.gzip`, layer('gzip')],
  [`${docker}.image.rootfs.diff.tar.zstd`, layer('zstd')],
  [`${docker}.image.rootfs.diff.tar.lz4`, layer('unknown')],
  [`${docker}.image.rootfs.foreign.diff.tar`, layer('none', bound)],
  [`${docker}.image.rootfs.foreign.diff.tar.gzip`, layer('gzip', bound)],
  [`${oci}.layer.nydus.blob.v1`, layer('unknown')],
  ['application/vnd.erofs.layer.v1', layer('unknown')],
  [`${oci}.config.v1+json`, undefined],
  [`${oci}.manifest.v1+json`, undefined],
  ['application/vnd.in-toto+json', undefined],
  ['application/vnd.cncf.helm.chart.content.v1.tar+gzip', undefined],
  ['application/vnd.dev.cosign.simplesigning.v1+json', undefined],
  ['application/tar+gzip', undefined],
  ['+encrypted', undefined],
  ['', undefined],
]

const imageConfig = `${oci}.config.v1+json`
const gzipLayer = `${oci}.layer.v1.tar+gzip`
const inToto = 'application/vnd.in-toto+json'
const empty = 'application/vnd.oci.empty.v1+json'

/** The types of a manifest's config, its layers and itself, and what people call it; undefined for an image. */
export const artifactRows: readonly (readonly [
  config: string,
  layers: readonly string[],
  artifactType: string | undefined,
  name: string | undefined,
])[] = [
  [imageConfig, [gzipLayer], undefined, undefined],
  [imageConfig, [], undefined, undefined],
  [imageConfig, [`${oci}.layer.v1.tar+zstd`, gzipLayer], undefined, undefined],
  [imageConfig, [gzipLayer, 'application/vnd.acme.extra'], undefined, undefined],
  [imageConfig, [`${oci}.layer.v1.tar+gzip+encrypted`], undefined, undefined],
  [imageConfig, [gzipLayer], 'application/vnd.acme.thing', undefined],
  [`${docker}.container.image.v1+json`, [`${docker}.image.rootfs.diff.tar.gzip`], undefined, undefined],
  [`${docker}.container.image.v1+json`, [`${docker}.image.rootfs.foreign.diff.tar.gzip`], undefined, undefined],
  ['application/octet-stream', [`${docker}.image.rootfs.diff.tar.gzip`], undefined, undefined],
  ['', [`${docker}.image.rootfs.diff.tar.gzip`], undefined, undefined],
  [
    'application/vnd.cncf.helm.config.v1+json',
    ['application/vnd.cncf.helm.chart.content.v1.tar+gzip'],
    undefined,
    'a Helm chart',
  ],
  [`${docker}.plugin.v1+json`, [`${docker}.image.rootfs.diff.tar.gzip`], undefined, 'a Docker plugin'],
  [imageConfig, ['application/vnd.dev.cosign.simplesigning.v1+json'], undefined, 'a cosign signature'],
  [imageConfig, [inToto, inToto], undefined, 'an attestation'],
  [imageConfig, ['application/vnd.dsse.envelope.v1+json'], undefined, 'an attestation'],
  ['application/vnd.buildkit.cacheconfig.v0', [gzipLayer], undefined, 'a BuildKit cache'],
  [
    'application/vnd.cncf.flux.config.v1+json',
    ['application/vnd.cncf.flux.content.v1.tar+gzip'],
    undefined,
    'a Flux artifact',
  ],
  ['application/vnd.wasm.config.v0+json', ['application/wasm'], undefined, 'a WebAssembly component'],
  [empty, ['application/vnd.dev.sigstore.bundle.v0.3+json'], undefined, 'a Sigstore bundle'],
  [empty, [empty], 'application/vnd.cyclonedx+json', 'an SBOM'],
  [imageConfig, ['text/spdx+json'], undefined, 'an SBOM'],
  [empty, [gzipLayer], 'application/vnd.acme.thing', 'an artifact of type "application/vnd.acme.thing"'],
  [
    'application/vnd.acme.config',
    ['application/vnd.acme.data'],
    undefined,
    'an artifact of type "application/vnd.acme.config"',
  ],
  [imageConfig, ['application/vnd.acme.data'], undefined, 'an artifact of type "application/vnd.acme.data"'],
  ['application/octet-stream', [], undefined, 'an artifact of type "application/octet-stream"'],
  [empty, [empty], undefined, 'an artifact'],
  [empty, [], undefined, 'an artifact'],
  ['a\u001bb', [], undefined, 'an artifact of type "a\\u001bb"'],
]

/** A root document and the type it says or shows. */
export const documentRows: readonly (readonly [document: unknown, mediaType: string | undefined])[] = [
  [{ mediaType: `${oci}.index.v1+json`, manifests: [] }, `${oci}.index.v1+json`],
  [{ mediaType: `${oci}.manifest.v1+json; charset=utf-8` }, `${oci}.manifest.v1+json`],
  [{ mediaType: 'application/vnd.acme' }, 'application/vnd.acme'],
  [{ schemaVersion: 2, manifests: [] }, `${oci}.index.v1+json`],
  [{ mediaType: '', manifests: [] }, `${oci}.index.v1+json`],
  [{ mediaType: null, manifests: [] }, `${oci}.index.v1+json`],
  [{ schemaVersion: 2, config: {}, layers: [] }, `${oci}.manifest.v1+json`],
  [{ schemaVersion: 1, fsLayers: [], history: [] }, `${docker}.distribution.manifest.v1+json`],
  [{ schemaVersion: 1, fsLayers: [], signatures: [] }, `${docker}.distribution.manifest.v1+prettyjws`],
  [{ schemaVersion: 2 }, undefined],
  [{ config: {} }, undefined],
  [{ manifests: {} }, undefined],
  [{ architecture: 'amd64', os: 'linux' }, undefined],
  [{ errors: [{ code: 'DENIED' }] }, undefined],
  [[], undefined],
  ['', undefined],
  [null, undefined],
  [2, undefined],
]
