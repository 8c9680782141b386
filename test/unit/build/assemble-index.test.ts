import { describe, expect, it } from 'vitest'
import { parseIndexAnnotation } from '../../../src/build/assemble-annotation.ts'
import { assembleIndex, type IndexPart } from '../../../src/build/assemble-index.ts'
import type { Descriptor } from '../../../src/oci/descriptor.ts'
import { computeDigest, type Digest } from '../../../src/oci/digest.ts'
import { parseImageIndex } from '../../../src/oci/image-index.ts'
import { mediaTypes } from '../../../src/oci/media-type.ts'
import { parseDeclaredPlatform } from '../../../src/oci/platform.ts'
import { thrownError } from '../oci/thrown-error.ts'

const digestOf = (text: string): Digest => computeDigest(Buffer.from(text))

function entry(name: string, platform: string, more: Partial<Descriptor> = {}): Descriptor {
  const declared = parseDeclaredPlatform(platform)
  return { mediaType: mediaTypes.ociManifest, digest: digestOf(name), sizeBytes: 500, platform: declared, ...more }
}

function attestationOf(subject: string, name = `attestation of ${subject}`): Descriptor {
  const annotations = {
    'vnd.docker.reference.digest': digestOf(subject),
    'vnd.docker.reference.type': 'attestation-manifest',
  }
  return entry(name, 'unknown/unknown', { annotations })
}

const amd64: IndexPart = { name: 'app:amd64', entries: [entry('a', 'linux/amd64'), attestationOf('a')] }
const arm64: IndexPart = { name: 'app:arm64', entries: [entry('b', 'linux/arm64'), attestationOf('b')] }

function assemble(parts: readonly IndexPart[], ...annotations: readonly string[]) {
  const { document, notices } = assembleIndex(parts, annotations.flatMap(parseIndexAnnotation))
  return { ...document, notices, index: parseImageIndex(JSON.parse(new TextDecoder().decode(document.bytes))) }
}

describe('the index of several images', () => {
  it('has what they have, in the order they were named in, attestations as they were', () => {
    const { index, digest, bytes, notices } = assemble([arm64, amd64])
    expect(index.manifests).toEqual([...arm64.entries, ...amd64.entries])
    expect(digest).toBe(computeDigest(bytes))
    expect(notices).toEqual([])
  })

  it('is the same bytes each time', () => {
    expect(assemble([amd64, arm64]).digest).toBe(assemble([amd64, arm64]).digest)
  })

  it('holds an image once that two of them have, and says so', () => {
    const { index, notices } = assemble([amd64, arm64, { name: 'again', entries: amd64.entries }])
    expect(index.manifests).toHaveLength(4)
    expect(notices).toEqual([`${digestOf('a')} of again is there already, and is kept once`])
  })

  it('merges the annotations of an image that two of them have', () => {
    const [first, second] = ['x', 'y'].map((value) => ({
      name: value,
      entries: [entry('a', 'linux/amd64', { annotations: { both: value, [value]: value } })],
    }))
    const { index } = assemble([first, second].flatMap((part) => part ?? []))
    expect(index.manifests.map(({ annotations }) => ({ ...annotations }))).toEqual([{ both: 'y', x: 'x', y: 'y' }])
  })

  it.each(['linux/arm64', 'linux/arm64/v8', 'linux/aarch64'])('has one image for a platform, as %s too', (platform) => {
    const other: IndexPart = { name: 'app:other', entries: [entry('c', platform)] }
    expect(thrownError(() => assemble([amd64, arm64, other]))).toMatchObject({
      code: 'image-unsupported',
      message: `there are two images for linux/arm64: app:arm64 (${digestOf('b')}) and app:other (${digestOf('c')})`,
    })
  })

  it('takes two versions of Windows for two platforms', () => {
    const windows = ['windows(10.0.20348.1)/amd64', 'windows(10.0.26100.1)/amd64']
    const { index } = assemble(windows.map((platform) => ({ name: platform, entries: [entry(platform, platform)] })))
    expect(index.manifests.map(({ platform }) => platform?.osVersion)).toEqual(['10.0.20348.1', '10.0.26100.1'])
  })

  it('refuses one manifest for two platforms', () => {
    const same: IndexPart = { name: 'app:same', entries: [entry('a', 'linux/arm64')] }
    expect(thrownError(() => assemble([amd64, same]))).toMatchObject({
      code: 'image-unsupported',
      message: `${digestOf('a')} is linux/amd64 at first, and linux/arm64 in app:same`,
    })
  })
})

describe('the annotations of an assembled index', () => {
  const parts: readonly IndexPart[] = [
    { ...amd64, annotations: { title: 'app', created: 'Monday', licenses: 'MIT' } },
    { ...arm64, annotations: { title: 'app', created: 'Tuesday' } },
  ]

  it('are those of all, and where they differ the last one is kept and both are told', () => {
    const { index, notices } = assemble(parts)
    expect({ ...index.annotations }).toEqual({ title: 'app', created: 'Tuesday', licenses: 'MIT' })
    expect(notices).toEqual([
      `annotation "created" is "Monday" and "Tuesday": that of app:arm64 is kept; --annotation 'index:created=…' chooses`,
    ])
  })

  it("give way to the user's", () => {
    const { index, notices } = assemble(parts, 'index:created=today', 'index:new=1')
    expect({ ...index.annotations }).toEqual({ title: 'app', created: 'today', licenses: 'MIT', new: '1' })
    expect(notices).toEqual([])
  })

  it('may be of the entry of one platform', () => {
    const { index } = assemble([amd64, arm64], 'manifest-descriptor[linux/arm64]:key=value')
    const annotated = index.manifests.filter(({ annotations }) => annotations?.['key'] === 'value')
    expect(annotated.map(({ digest }) => digest)).toEqual([digestOf('b')])
  })

  it('are refused for a platform that is not there', () => {
    expect(thrownError(() => assemble([amd64], 'manifest-descriptor[linux/s390x]:key=value'))).toMatchObject({
      code: 'usage-invalid',
      message: 'no image for linux/s390x is there to annotate',
    })
  })
})

describe('the kind of an assembled index', () => {
  const docker = (name: string, platform: string): IndexPart => ({
    name,
    entries: [entry(name, platform, { mediaType: mediaTypes.dockerManifest })],
  })

  it("is Docker's where all is Docker's", () => {
    const { index, mediaType } = assemble([docker('x', 'linux/amd64'), docker('y', 'linux/arm64')])
    expect([mediaType, index.mediaType]).toEqual([mediaTypes.dockerManifestList, mediaTypes.dockerManifestList])
  })

  it("is OCI's where the kinds differ, and that is said", () => {
    const { mediaType, notices } = assemble([docker('x', 'linux/amd64'), arm64])
    expect(mediaType).toBe(mediaTypes.ociIndex)
    expect(notices).toEqual([
      "manifests of Docker's format are listed by an OCI index, as they are not all of one kind",
    ])
  })

  it("is OCI's where there are annotations to keep", () => {
    const { index, notices } = assemble([docker('x', 'linux/amd64')], 'index:key=value')
    expect(index).toMatchObject({ mediaType: mediaTypes.ociIndex, annotations: { key: 'value' } })
    expect(notices).toEqual([
      "manifests of Docker's format are listed by an OCI index, as Docker's manifest list has no annotations",
    ])
  })
})
