import * as damage from '../acceptance/damage.ts'
import { indexRows, staticRegistryRows } from '../acceptance/index-rows.ts'
import { pushPair } from '../acceptance/pair.ts'
import { parityRows } from '../acceptance/parity-rows.ts'
import { tagDiffers } from '../acceptance/releases.ts'
import { rootfsRows } from '../acceptance/rootfs-rows.ts'
import { serverImage } from '../busybox-image.ts'
import type { ImageRegistry, PushedImage } from '../image-registry.ts'
import { baselineExamples } from './baseline-examples.ts'
import { example, exampleOf, type FindingExample } from './example.ts'
import { savedExample } from './saved-example.ts'
import { waiverExamples } from './waiver-examples.ts'

const good = (registry: ImageRegistry): Promise<PushedImage> => pushPair(registry, 'good', serverImage)

/** What needs no engine to be found. */
export const staticExamples: readonly FindingExample[] = [
  exampleOf('index/platform-missing', indexRows, 'arm64 required, amd64 and arm/v7 there'),
  exampleOf('index/platform-unexpected', indexRows, 'amd64 required, amd64 and arm/v7 there'),
  exampleOf('index/platform-duplicate', indexRows, 'arm64 is listed twice'),
  exampleOf('index/digest-shared', indexRows, 'arm64 points at the amd64 manifest'),
  exampleOf('index/layers-shared', rootfsRows, 'one set of layers for two architectures'),
  exampleOf('index/not-an-index', indexRows, 'a single manifest, two platforms required'),
  exampleOf('index/nested', indexRows, 'an index in the index'),
  exampleOf('index/platform-absent', indexRows, 'a descriptor without a platform'),
  exampleOf('index/platform-invalid', indexRows, 'platforms spelt linux/arm/v8 and linux/aarch64'),
  exampleOf('index/platform-unknown', indexRows, 'an image of unknown/unknown'),
  exampleOf('index/attestation-dangling', indexRows, 'an attestation of what is not in the index'),
  example('index/signature-missing', good, '--require-signature'),
  exampleOf('index/schema1', staticRegistryRows, 'Docker schema 1'),
  exampleOf('registry/manifest-missing', indexRows, 'a manifest deleted'),
  exampleOf('registry/blob-missing', indexRows, 'a layer deleted'),
  example('registry/document-invalid', damage.documentCut),
  example('registry/digest-mismatch', damage.digestMismatch),
  example('registry/size-mismatch', damage.sizeMismatch),
  savedExample,
  exampleOf('config/platform-mismatch', indexRows, 'a config of amd64 in an entry of arm64'),
  exampleOf('config/architecture-missing', indexRows, 'a config that names no architecture'),
  exampleOf('rootfs/foreign-rootfs', rootfsRows, 'amd64 files in every entry'),
  exampleOf('rootfs/foreign-entrypoint', rootfsRows, 'an amd64 application in an arm64 userland'),
  exampleOf('rootfs/foreign-binary', rootfsRows, 'an amd64 helper in a good arm64 image'),
  exampleOf('rootfs/entrypoint-missing', rootfsRows, 'an entrypoint that is not there'),
  exampleOf('rootfs/entrypoint-not-executable', rootfsRows, 'an entrypoint of mode 0644'),
  exampleOf('rootfs/entrypoint-no-shebang', rootfsRows, 'a script without #!'),
  exampleOf('rootfs/shebang-interpreter-missing', rootfsRows, 'a script whose interpreter is not there'),
  exampleOf('rootfs/elf-interpreter-missing', rootfsRows, 'a program whose loader is not there'),
  exampleOf('rootfs/variant-too-new', rootfsRows, 'ARMv7 code labelled arm/v6'),
  exampleOf('rootfs/isa-level', rootfsRows, 'a program of x86-64-v3'),
  exampleOf('rootfs/variant-unverified', rootfsRows, 'arm/v6 code that names no version'),
  exampleOf('rootfs/layer-invalid', rootfsRows, 'a layer that is cut'),
  exampleOf('rootfs/layer-unreadable', rootfsRows, 'an encrypted layer'),
  exampleOf('rootfs/arch-in-env', rootfsRows, 'a variable that names amd64 on both platforms'),
  example('rootfs/limit-exceeded', damage.layerTooDense),
  exampleOf('parity/entrypoint', parityRows, 'entrypoints differ'),
  exampleOf('parity/command', parityRows, 'commands differ'),
  exampleOf('parity/user', parityRows, 'users differ'),
  exampleOf('parity/ports', parityRows, 'exposed ports differ'),
  exampleOf('parity/label-version', parityRows, 'versions differ'),
  exampleOf('parity/label-revision', parityRows, 'revisions differ'),
  exampleOf('parity/env', parityRows, 'environments differ'),
  exampleOf('parity/created', parityRows, 'a month lies between the builds'),
  exampleOf('parity/packages', parityRows, 'a package of another version'),
  exampleOf('parity/attestations', indexRows, 'an attestation of one platform only'),
  ...baselineExamples,
  example('baseline/tag-differs', tagDiffers, '--same-as', ':latest'),
  ...waiverExamples,
]
