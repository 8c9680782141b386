import { sha256 } from './reference-rows.ts'

export const manifestType = 'application/vnd.oci.image.manifest.v1+json'
export const indexType = 'application/vnd.oci.image.index.v1+json'
export const configType = 'application/vnd.oci.image.config.v1+json'
export const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip'

const good = { mediaType: manifestType, digest: sha256, size: 7 }
const sizeRange = 'must be a whole number from 0 to 9007199254740991'
const digestRule = 'must be a sha256 or sha512 digest'

/** A descriptor that is wrong, and where and how; the path is the field's, without the descriptor's own. */
export const wrongDescriptors: readonly (readonly [value: unknown, path: string, problem: string])[] = [
  [null, '', 'must be an object, not null'],
  ['x', '', 'must be an object, not the string "x"'],
  [[good], '', 'must be an object, not an array'],
  [undefined, '', 'is missing, it must be an object'],
  [{ ...good, mediaType: undefined }, '.mediaType', 'is missing, it must be a string'],
  [{ ...good, mediaType: null }, '.mediaType', 'must be a string, not null'],
  [{ ...good, mediaType: 3 }, '.mediaType', 'must be a string, not 3'],
  [{ ...good, digest: undefined }, '.digest', 'is missing, it must be a string'],
  [{ ...good, digest: 1 }, '.digest', 'must be a string, not 1'],
  [{ ...good, digest: '' }, '.digest', `${digestRule}, not ""`],
  [{ ...good, digest: 'latest' }, '.digest', `${digestRule}, not "latest"`],
  [{ ...good, digest: 'sha256:abc' }, '.digest', `${digestRule}, not "sha256:abc"`],
  [{ ...good, digest: sha256.toUpperCase() }, '.digest', digestRule],
  [{ ...good, digest: ` ${sha256}` }, '.digest', digestRule],
  [{ ...good, digest: `${sha256}\n` }, '.digest', digestRule],
  [{ ...good, digest: `md5:${'a'.repeat(32)}` }, '.digest', digestRule],
  [{ ...good, digest: `sha256:../../${'a'.repeat(58)}` }, '.digest', digestRule],
  [{ ...good, size: undefined }, '.size', 'is missing, it must be a whole number'],
  [{ ...good, size: null }, '.size', `${sizeRange}, not null`],
  [{ ...good, size: '7' }, '.size', `${sizeRange}, not the string "7"`],
  [{ ...good, size: -1 }, '.size', `${sizeRange}, not -1`],
  [{ ...good, size: 1.5 }, '.size', `${sizeRange}, not 1.5`],
  [{ ...good, size: 2 ** 53 }, '.size', `${sizeRange}, not 9007199254740992`],
  [{ ...good, size: Infinity }, '.size', `${sizeRange}, not Infinity`],
  [{ ...good, size: Number.NaN }, '.size', `${sizeRange}, not NaN`],
  [{ ...good, size: true }, '.size', `${sizeRange}, not true`],
  [{ ...good, urls: 'https://example.com' }, '.urls', 'must be an array'],
  [{ ...good, urls: [null] }, '.urls[0]', 'must be a string, not null'],
  [{ ...good, annotations: [] }, '.annotations', 'must be an object, not an array'],
  [{ ...good, annotations: { a: 1 } }, '.annotations.a', 'must be a string, not 1'],
  [{ ...good, annotations: { 'a b': [] } }, '.annotations["a b"]', 'must be a string, not an array'],
  [{ ...good, platform: 'linux/amd64' }, '.platform', 'must be an object'],
  [{ ...good, platform: { os: 'linux', architecture: 64 } }, '.platform.architecture', 'must be a string, not 64'],
  [{ ...good, artifactType: 1 }, '.artifactType', 'must be a string, not 1'],
]

const config = { ...good, mediaType: configType }

/** An index that is wrong, and its message. */
export const wrongIndexes: readonly (readonly [value: unknown, message: string])[] = [
  [null, 'the document must be an object, not null'],
  [[], 'the document must be an object, not an array'],
  ['index', 'the document must be an object, not the string "index"'],
  [{}, 'the document has no list of manifests'],
  [{ manifests: null }, 'the document has no list of manifests'],
  [{ manifests: {} }, 'manifests must be an array, not an object'],
  [{ manifests: 'x' }, 'manifests must be an array, not the string "x"'],
  [{ manifests: [null] }, 'manifests[0] must be an object, not null'],
  [{ manifests: [good, good, { ...good, digest: 'x' }] }, `manifests[2].digest ${digestRule}, not "x"`],
  [{ mediaType: 1, manifests: [] }, 'mediaType must be a string, not 1'],
  [{ mediaType: manifestType, manifests: [] }, `the document says it is "${manifestType}", which is not an index`],
  [{ mediaType: 'a\u001bb', manifests: [] }, 'the document says it is "a\\u001bb", which is not an index'],
  [{ manifests: [], layers: [] }, 'the document is an index and a manifest at once'],
  [{ manifests: [], config }, 'the document is an index and a manifest at once'],
  [{ manifests: [], annotations: { a: 1 } }, 'annotations.a must be a string, not 1'],
  [{ manifests: [], subject: {} }, 'subject.mediaType is missing, it must be a string'],
  [{ manifests: [], artifactType: {} }, 'artifactType must be a string, not an object'],
]

/** A manifest that is wrong, and its message. */
export const wrongManifests: readonly (readonly [value: unknown, message: string])[] = [
  [undefined, 'the document is missing, it must be an object'],
  [{}, 'config is missing, it must be an object'],
  [{ config: null, layers: [] }, 'config must be an object, not null'],
  [{ config: {}, layers: [] }, 'config.mediaType is missing, it must be a string'],
  [{ config: { ...config, size: -5 }, layers: [] }, `config.size ${sizeRange}, not -5`],
  [{ config, layers: {} }, 'layers must be an array, not an object'],
  [{ config, layers: [config, 3] }, 'layers[1] must be an object, not 3'],
  [{ config, layers: [{ ...good, digest: null }] }, 'layers[0].digest must be a string, not null'],
  [{ config, layers: [], manifests: [] }, 'the document is an index and a manifest at once'],
  [
    { mediaType: indexType, config, layers: [] },
    `the document says it is "${indexType}", which is not an image manifest`,
  ],
  [{ config, layers: [], annotations: 'x' }, 'annotations must be an object, not the string "x"'],
  [{ config, layers: [], subject: { ...good, size: '1' } }, `subject.size ${sizeRange}, not the string "1"`],
]

/** A config that is wrong, and its message. */
export const wrongConfigs: readonly (readonly [value: unknown, message: string])[] = [
  [null, 'the document must be an object, not null'],
  [[], 'the document must be an object, not an array'],
  [{ os: 1 }, 'os must be a string, not 1'],
  [{ architecture: {} }, 'architecture must be a string, not an object'],
  [{ variant: 8 }, 'variant must be a string, not 8'],
  [{ 'os.version': 10 }, '["os.version"] must be a string, not 10'],
  [{ created: 0 }, 'created must be a string, not 0'],
  [{ rootfs: [] }, 'rootfs must be an object, not an array'],
  [{ rootfs: { type: 'squashfs', diff_ids: [] } }, 'rootfs.type must be "layers", not "squashfs"'],
  [{ rootfs: { type: 'layers', diff_ids: 'x' } }, 'rootfs.diff_ids must be an array, not the string "x"'],
  [{ rootfs: { diff_ids: [sha256, 'x'] } }, `rootfs.diff_ids[1] ${digestRule}, not "x"`],
  [{ rootfs: { diff_ids: [null] } }, 'rootfs.diff_ids[0] must be a string, not null'],
  [{ config: [] }, 'config must be an object, not an array'],
  [{ config: { User: 1000 } }, 'config.User must be a string, not 1000'],
  [{ config: { Env: 'PATH=/bin' } }, 'config.Env must be an array, not the string "PATH=/bin"'],
  [{ config: { Env: ['A=1', null] } }, 'config.Env[1] must be a string, not null'],
  [{ config: { Entrypoint: '/run.sh' } }, 'config.Entrypoint must be an array, not the string "/run.sh"'],
  [{ config: { Cmd: [1] } }, 'config.Cmd[0] must be a string, not 1'],
  [{ config: { ExposedPorts: ['80/tcp'] } }, 'config.ExposedPorts must be an object, not an array'],
  [{ config: { Volumes: '/data' } }, 'config.Volumes must be an object, not the string "/data"'],
  [{ config: { Labels: { a: true } } }, 'config.Labels.a must be a string, not true'],
  [{ config: { Labels: [] } }, 'config.Labels must be an object, not an array'],
  [{ config: { WorkingDir: {} } }, 'config.WorkingDir must be a string, not an object'],
  [{ config: { StopSignal: 15 } }, 'config.StopSignal must be a string, not 15'],
  [{ config: { Healthcheck: { Test: 'curl' } } }, 'config.Healthcheck.Test must be an array, not the string "curl"'],
  [{ history: {} }, 'history must be an array, not an object'],
  [{ history: [1] }, 'history[0] must be an object, not 1'],
  [{ history: [{ empty_layer: 'yes' }] }, 'history[0].empty_layer must be true or false, not the string "yes"'],
]
