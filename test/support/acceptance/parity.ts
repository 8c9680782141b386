import { serverImage } from '../busybox-image.ts'
import type { ImageRegistry, PushedImage } from '../image-registry.ts'
import { pushPair } from './pair.ts'

type Config = Readonly<Record<string, unknown>>

/** amd64 says version 1.4.1, arm64 still 1.4.0. */
export async function versionLabelDiffers(registry: ImageRegistry): Promise<PushedImage> {
  const versions = ['1.4.1', '1.4.0'].map((version) => ({ Labels: { 'org.opencontainers.image.version': version } }))
  return pushConfigs(registry, 'version-label-differs', versions)
}

export async function revisionLabelDiffers(registry: ImageRegistry): Promise<PushedImage> {
  const revisions = ['4b825dc6', '9ae1f0c2'].map((revision) => ({
    Labels: { 'org.opencontainers.image.revision': revision },
  }))
  return pushConfigs(registry, 'revision-label-differs', revisions)
}

export async function entrypointDiffers(registry: ImageRegistry): Promise<PushedImage> {
  const entrypoint = ['/bin/busybox', 'httpd', '-f', '-p', '8080', '-h', '/www']
  return pushConfigs(registry, 'entrypoint-differs', [{}, { Entrypoint: entrypoint }])
}

export async function portsDiffer(registry: ImageRegistry): Promise<PushedImage> {
  return pushConfigs(registry, 'ports-differ', [{}, { ExposedPorts: { '8080/tcp': {}, '9090/tcp': {} } }])
}

export async function userDiffers(registry: ImageRegistry): Promise<PushedImage> {
  return pushConfigs(registry, 'user-differs', [{ User: '1000' }, {}])
}

export async function commandDiffers(registry: ImageRegistry): Promise<PushedImage> {
  return pushConfigs(registry, 'command-differs', [{}, { Cmd: ['-v'] }])
}

export async function envDiffers(registry: ImageRegistry): Promise<PushedImage> {
  return pushConfigs(registry, 'env-differs', [{ Env: ['MODE=fast'] }, { Env: ['MODE=safe'] }])
}

/** A month lies between the builds of the two platforms. */
export async function createdDiffers(registry: ImageRegistry): Promise<PushedImage> {
  const dates = { 'linux/amd64': '2026-02-01T00:00:00Z', 'linux/arm64': '2026-01-01T00:00:00Z' }
  return pushPair(registry, 'created-differs', (platform) =>
    serverImage(platform, { image: { created: dates[platform] } }),
  )
}

/** The platforms were built on different days: arm64 has an older OpenSSL. */
export async function packagesDiffer(registry: ImageRegistry): Promise<PushedImage> {
  const versions = { 'linux/amd64': '3.0.15-1~deb12u1', 'linux/arm64': '3.0.14-1~deb12u2' }
  return pushPair(registry, 'packages-differ', (platform) => {
    const architecture = platform.slice('linux/'.length)
    const status = 'install ok installed'
    const text = `Package: openssl\nStatus: ${status}\nArchitecture: ${architecture}\nVersion: ${versions[platform]}\n`
    return serverImage(platform, { files: [{ path: '/var/lib/dpkg/status', text }] })
  })
}

async function pushConfigs(registry: ImageRegistry, name: string, configs: readonly Config[]): Promise<PushedImage> {
  return pushPair(registry, name, (platform) =>
    serverImage(platform, { config: configs[platform === 'linux/amd64' ? 0 : 1] ?? {} }),
  )
}
