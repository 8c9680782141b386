import type { FindingCode } from '../report/finding-codes.ts'

type StaticArea = 'index' | 'registry' | 'config' | 'rootfs' | 'parity' | 'baseline'
/** Codes of what is found without running anything. */
export type StaticCode = Extract<FindingCode, `${StaticArea}/${string}`>

const rebuild = 'build the image for this platform and push it again'
const foreign =
  'usual causes: FROM --platform=$BUILDPLATFORM on the last stage, an address with a fixed architecture, a stage without ARG TARGETARCH, packages copied from a build stage, a cache mount shared between platforms; --dockerfile FILE looks for them'

const causes: Readonly<Record<StaticCode, string>> = {
  'index/platform-missing': 'name it among the platforms of the build: docker buildx build --platform',
  'index/platform-unexpected': 'add it to --require, or leave it out of the build',
  'index/platform-duplicate': 'remove all but one: indexes that were merged by hand or by two jobs have both',
  'index/digest-shared': 'one image was listed for both: build each platform and list its own digest',
  'index/layers-shared': foreign,
  'index/not-an-index': 'a build for one platform without attestations gives a manifest; so does pull, tag and push',
  'index/nested': 'list the images themselves: docker buildx imagetools create flattens indexes',
  'index/platform-absent': 'make the index with docker buildx imagetools create, which names platforms',
  'index/platform-invalid': 'spell it as Go does: linux/amd64, linux/arm64, linux/arm/v7',
  'index/platform-unknown': 'an artifact that lost its type when it was copied looks like this',
  'index/attestation-dangling':
    'its image was replaced after it was made, or a tool that copied the index dropped its annotations: make the index again from the build',
  'index/signature-missing': 'sign the digest that was pushed last: cosign sign IMAGE@DIGEST',
  'index/schema1': 'build and push it again with a current builder',
  'registry/manifest-missing': 'push it again; clean-up jobs that delete untagged manifests are the usual cause',
  'registry/blob-missing':
    'push the image again: an interrupted copy, or garbage collection during a push, loses blobs',
  'registry/document-invalid': 'push it again: a proxy or a storage fault may have cut or changed it',
  'registry/digest-mismatch': 'push it again: a proxy or a storage fault may have changed it',
  'registry/size-mismatch': 'make the index again: it was edited by hand, or a tool compressed the layer anew',
  'config/platform-mismatch':
    'usual causes: FROM --platform=$BUILDPLATFORM or a base pinned to the digest of one platform; --dockerfile FILE looks for them',
  'config/architecture-missing': 'build it with a current builder: the tool that made the config left it out',
  'rootfs/foreign-rootfs': foreign,
  'rootfs/foreign-entrypoint': foreign,
  'rootfs/foreign-binary': foreign,
  'rootfs/entrypoint-missing':
    'look at COPY and ENTRYPOINT: on this platform the path differs, or the step failed quietly',
  'rootfs/entrypoint-not-executable': 'COPY --chmod=755, or chmod before the copy: the mode was lost on the way',
  'rootfs/entrypoint-no-shebang': 'begin the script with #!/bin/sh: shells run it without, engines do not',
  'rootfs/shebang-interpreter-missing':
    'install the interpreter, or name the one the image has; \\r behind it is a Windows line end',
  'rootfs/elf-interpreter-missing':
    'a program linked for glibc in an image of musl, or the other way round: build it for this base',
  'rootfs/variant-too-new':
    'set the variant for the compiler: GOARM=6, -march=armv6; a base of arm/v7 has v7 code throughout',
  'rootfs/isa-level': 'compile for the baseline, -march=x86-64 or GOAMD64=v1, or say what hosts must have',
  'rootfs/variant-unverified': 'nothing needs doing: run it on the oldest CPU it is for',
  'rootfs/layer-invalid': `${rebuild}: the layer was changed after its config was written`,
  'rootfs/layer-unreadable':
    'give the keys or the registry that has it, or leave the check of this layer out by a waiver',
  'rootfs/arch-in-env': 'set it from TARGETARCH in the Dockerfile: the value was written for another platform',
  'rootfs/limit-exceeded': 'look whether the layer should be that large; it was not read to its end',
  'parity/entrypoint': 'the platforms come from different Dockerfiles or releases: build them in one go',
  'parity/command': 'the platforms come from different Dockerfiles or releases: build them in one go',
  'parity/user': 'the platforms come from different Dockerfiles or releases: build them in one go',
  'parity/ports': 'the platforms come from different Dockerfiles or releases: build them in one go',
  'parity/label-version': 'one platform is of another release: a job failed and the index took its earlier image',
  'parity/label-revision': 'one platform is of another commit: a job failed and the index took its earlier image',
  'parity/env': 'compare the base images of the platforms: they differ in release or setting',
  'parity/created': 'one of them may not have been rebuilt',
  'parity/packages': 'build without cache, or pin versions: one platform was built from an older base or cache',
  'parity/attestations': 'build all platforms with the same --provenance and --sbom',
  'baseline/platform-lost': 'build and push it again: a build for fewer platforms to the same tag replaces the index',
  'baseline/platform-added': 'nothing needs doing: add it to --require to keep it',
  'baseline/tag-differs': 'push all tags of a release at once: one of them was left behind',
  'baseline/digest-unchanged': 'it may not have been rebuilt: look whether its build ran before the index was made',
}

/** What usually leads to a finding and what to do, in a sentence; none for what is found by running. */
export const usualCauses: Partial<Record<FindingCode, string>> = causes
