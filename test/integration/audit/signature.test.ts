import { describe, expect, it } from 'vitest'
import type { Digest } from '../../../src/oci/digest.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { type DescriptorJson, mediaTypes, type StoredBlob, storedJson } from '../../support/content.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { image } from '../../support/image-builder.ts'
import type { ImageRegistry, PushedImage } from '../../support/image-registry.ts'
import { rawLayer } from '../../support/layer.ts'
import { inspectOne, listCodes } from '../../support/inspect.ts'
import { startStaticRegistry } from '../../support/static-registry.ts'

const registry = openDistributionRegistry()
const bundle = 'application/vnd.dev.sigstore.bundle.v0.3+json'
const signatureOf = (artifactType: string, predicateType?: string): Partial<DescriptorJson> => ({
  artifactType,
  ...(predicateType === undefined ? {} : { annotations: { 'dev.sigstore.bundle.predicateType': predicateType } }),
})

async function pushUnsigned(into: ImageRegistry): Promise<PushedImage> {
  return pushPair(into, 'signed', (platform) => serverImage(platform))
}

/** The repository as the registry's API names it. */
function pathOf({ repository }: PushedImage, { address }: ImageRegistry): string {
  return repository.slice(address.length + 1)
}

/** Pushes something that may be a signature, under a tag if it is given one, and returns an index that lists it. */
async function pushSignature(
  into: ImageRegistry,
  signed: PushedImage,
  descriptor: Partial<DescriptorJson>,
  tag?: string,
): Promise<StoredBlob> {
  const content = image({ platform: 'unknown/unknown', layers: [rawLayer(Buffer.from('{}'), {})] })
  const path = pathOf(signed, into)
  for (const blob of content.blobs) await into.putBlob(path, blob)
  await into.putManifest(path, tag ?? content.document.digest, content.document)
  const { platform: _, ...plain } = content.descriptor
  const manifests = [{ ...plain, ...descriptor }]
  return storedJson({ schemaVersion: 2, mediaType: mediaTypes.index, manifests }, mediaTypes.index)
}

const tagOf = (digest: Digest): string => digest.replace(':', '-')
const isMissing = (code: string): boolean => code === 'error index/signature-missing'

describe('inspect, where a signature is required', () => {
  it('fails an image that has none', async () => {
    const { reference } = await pushUnsigned(registry)
    const report = await inspectOne([reference, '--require-signature'])
    expect(report.exitCode).toBe(1)
    expect(listCodes(report).filter(isMissing)).toHaveLength(1)
  })

  it("takes one under cosign's tag", async () => {
    const signed = await pushUnsigned(registry)
    await pushSignature(registry, signed, {}, `${tagOf(signed.digest)}.sig`)
    const report = await inspectOne([signed.reference, '--require-signature'])
    expect(report).toMatchObject({ exitCode: 0, findings: [] })
  })

  it.each([
    ['notation', signatureOf('application/vnd.cncf.notary.signature')],
    ['cosign', signatureOf('application/vnd.dev.cosign.artifact.sig.v1+json')],
    ['a bundle of cosign', signatureOf(bundle, 'https://sigstore.dev/cosign/sign/v1')],
  ])('takes one of %s in the index that stands for referrers', async (_, descriptor) => {
    const signed = await pushUnsigned(registry)
    const index = await pushSignature(registry, signed, descriptor)
    await registry.putManifest(pathOf(signed, registry), tagOf(signed.digest), index)
    expect(await inspectOne([signed.reference, '--require-signature'])).toMatchObject({ exitCode: 0 })
  })

  it.each([
    ['a list of contents', signatureOf('application/spdx+json')],
    ['signed provenance', signatureOf(bundle, 'https://slsa.dev/provenance/v1')],
  ])('takes %s for none', async (_, descriptor) => {
    const signed = await pushUnsigned(registry)
    const index = await pushSignature(registry, signed, descriptor)
    await registry.putManifest(pathOf(signed, registry), tagOf(signed.digest), index)
    expect(listCodes(await inspectOne([signed.reference, '--require-signature'])).filter(isMissing)).toHaveLength(1)
  })

  it('asks a registry that lists referrers', async () => {
    await using served = await startStaticRegistry()
    const signed = await pushUnsigned(served)
    const index = await pushSignature(served, signed, signatureOf('application/vnd.cncf.notary.signature'))
    served.putReferrers(pathOf(signed, served), signed.digest, index)
    expect(await inspectOne([signed.reference, '--require-signature'])).toMatchObject({ exitCode: 0 })
  })

  it('believes a registry that lists no referrers', async () => {
    await using served = await startStaticRegistry()
    const signed = await pushUnsigned(served)
    const empty = storedJson({ schemaVersion: 2, mediaType: mediaTypes.index, manifests: [] }, mediaTypes.index)
    served.putReferrers(pathOf(signed, served), signed.digest, empty)
    expect(listCodes(await inspectOne([signed.reference, '--require-signature'])).filter(isMissing)).toHaveLength(1)
  })

  it('looks further where the answer is a page for people', async () => {
    await using served = await startStaticRegistry()
    const signed = await pushUnsigned(served)
    const index = await pushSignature(served, signed, signatureOf('application/vnd.cncf.notary.signature'))
    served.putReferrers(pathOf(signed, served), signed.digest, { ...index, mediaType: 'text/html' })
    await served.putManifest(pathOf(signed, served), tagOf(signed.digest), index)
    expect(await inspectOne([signed.reference, '--require-signature'])).toMatchObject({ exitCode: 0 })
  })
})
