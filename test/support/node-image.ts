import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { userland } from './busybox-image.ts'
import type { ImageContent } from './content.ts'
import { packageTar } from './debian-packages.ts'
import { image, index } from './image-builder.ts'
import { layer, type LayerEntry, rawLayer } from './layer.ts'
import { listFiles, npmPackage } from './npm-packages.ts'
import { runProcess } from './run-process.ts'

const architectures = { 'linux/amd64': ['amd64', 'x64'], 'linux/arm64': ['arm64', 'arm64'] } as const

/** What builds of packages call beside Node. */
const applets = ['cp', 'rm', 'mkdir', 'ln', 'mv', 'chmod', 'sed', 'dirname', 'basename', 'readlink', 'true']

/** What node:24-trixie-slim is to a build: Node and npm, a shell, and what lets this machine reach packages. */
export async function nodeImage(): Promise<ImageContent> {
  return index([await platformImage('linux/amd64'), await platformImage('linux/arm64')])
}

async function platformImage(platform: keyof typeof architectures): Promise<ImageContent> {
  const [debian, npm] = architectures[platform]
  const mediaType = 'application/vnd.oci.image.layer.v1.tar'
  const libraries = await Promise.all(['libc6', 'libgcc-s1', 'libstdc++6'].map((name) => packageTar(name, debian)))
  const node = await readFile(join(await npmPackage(`node-linux-${npm}@${process.versions.node}`), 'bin/node'))
  const files: readonly LayerEntry[] = [
    { path: '/usr/local/bin/node', bytes: node, mode: 0o755 },
    { path: '/usr/bin/env', symlink: '/bin/busybox' },
    ...applets.map((name) => ({ path: `/bin/${name}`, symlink: 'busybox' })),
  ]
  return image({
    platform,
    layers: [
      await userland(platform),
      ...libraries.map((tar) => rawLayer(tar, { mediaType })),
      await layer(files, { compression: 'none', unique: false }),
      await layer([...(await npmFiles()), ...(await hostFiles())], { unique: false }),
    ],
    config: { Cmd: ['node'], Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'] },
  })
}

async function npmFiles(): Promise<readonly LayerEntry[]> {
  const home = '/usr/local/lib/node_modules/npm'
  const files = await listFiles(await npmPackage('npm@11'))
  return [
    ...files.map(({ path, bytes }) => ({
      path: `${home}/${path}`,
      bytes,
      mode: path.startsWith('bin/') ? 0o755 : 0o644,
    })),
    { path: '/usr/local/bin/npm', symlink: '../lib/node_modules/npm/bin/npm-cli.js' },
  ]
}

/** Where this machine gets packages from, and whose certificates it believes; no credentials. */
async function hostFiles(): Promise<readonly LayerEntry[]> {
  const settings = await Promise.all(['registry', 'proxy', 'https-proxy', 'noproxy'].map(readSetting))
  const certificates = await readFile('/etc/ssl/certs/ca-certificates.crt').catch(() => undefined)
  const path = '/etc/ssl/certs/ca-certificates.crt'
  const trust = certificates === undefined ? [] : [{ path, bytes: certificates }]
  const lines = [...settings.flat(), ...(trust.length === 0 ? [] : [`cafile=${path}`])]
  return [...trust, { path: '/usr/local/etc/npmrc', text: lines.map((line) => `${line}\n`).join('') }]
}

async function readSetting(name: string): Promise<readonly string[]> {
  const { stdout } = await runProcess('npm', ['config', 'get', name])
  const value = stdout.trim()
  return ['', 'null', 'undefined'].includes(value) ? [] : [`${name}=${value}`]
}
