/** The digest of the index that a tag points at; null where there is no such tag. */
export async function digestAt(reference: string): Promise<string | null> {
  const [, address = '', path = '', tag = ''] = /^([^/]+)\/(.+):([^:]+)$/.exec(reference) ?? []
  const accept = 'application/vnd.oci.image.index.v1+json'
  const response = await fetch(`http://${address}/v2/${path}/manifests/${tag}`, { method: 'HEAD', headers: { accept } })
  return response.headers.get('docker-content-digest')
}
