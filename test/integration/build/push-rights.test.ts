import { describe, expect, it } from 'vitest'
import { checkPushRights } from '../../../src/build/push-rights.ts'
import { parseReference } from '../../../src/oci/reference.ts'
import { newClient, newTags, proxied, registry } from './publishing.ts'

describe('the right to push', () => {
  it('is found out by an upload that is begun and given up, once for each repository', async () => {
    const proxy = await proxied()
    const tags = newTags(proxy.address, '1', 'latest')
    await checkPushRights(newClient(), tags)
    expect(proxy.requests.map((line) => line.replace(/\/[0-9a-f-]{36}$/, '/ID'))).toEqual([
      `POST /v2/${tags[0]?.repository ?? ''}/blobs/uploads/`,
      `DELETE /v2/${tags[0]?.repository ?? ''}/blobs/uploads/ID`,
    ])
  })

  it('is there where a registry cannot give up an upload', async () => {
    const proxy = await proxied((line) => (line.startsWith('DELETE') ? 405 : false))
    await expect(checkPushRights(newClient(), newTags(proxy.address, '1'))).resolves.toBeUndefined()
  })

  it.each([
    [401, 'registry-denied', /docker login/],
    [403, 'registry-denied', /may read there and not write/],
    [404, 'publish-refused', /create the repository first/],
    [405, 'publish-refused', /takes no pushes/],
    [500, 'registry-failed', /try again later/],
  ])('is missing by %i', async (status, code, hint) => {
    const proxy = await proxied((line) => (line.startsWith('POST') ? status : false))
    const tags = [...newTags(registry.address, '1'), ...newTags(proxy.address, '1')]
    await expect(checkPushRights(newClient(), tags)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(new RegExp(`^nothing can be pushed to ${proxy.address}/published/.*${status}`)),
      hint: expect.stringMatching(hint),
    })
  })

  it('is not known of a registry that is not there', async () => {
    const tags = [parseReference('127.0.0.1:1/app:1')]
    await expect(checkPushRights(newClient(), tags)).rejects.toMatchObject({ code: 'registry-unreachable' })
  })
})
