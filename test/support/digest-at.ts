import { mediaTypes } from './content.ts'

/** What a tag of a registry on loopback points at. */
export async function digestAt(reference: string): Promise<string | null> {
  const [, address = '', path = '', tag = ''] = /^([^/]+)\/(.+):([^:]+)$/.exec(reference) ?? []
  const headers = { accept: mediaTypes.index }
  const response = await fetch(`http://${address}/v2/${path}/manifests/${tag}`, { method: 'HEAD', headers })
  return response.headers.get('docker-content-digest')
}
