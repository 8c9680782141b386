import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { pushPair } from './acceptance/pair.ts'
import { busyboxImage } from './busybox-image.ts'
import type { ImageRegistry, PushedImage } from './image-registry.ts'

/** Files of container-structure-test, and what the original says of them. */
export const structureFolder = fileURLToPath(new URL('../e2e/suites/structure/', import.meta.url))

/** What the process that runs them has in its environment. */
export const structureVariables = { STRUCTURE_HOST: 'of the host' }

export async function listStructureFiles(): Promise<readonly string[]> {
  const names = await readdir(structureFolder)
  return names.filter((name) => /\.(yaml|json)$/.test(name) && name !== 'verdicts.json').toSorted()
}

/** The image they are about, for a platform that is native here and one that is emulated. */
export async function pushStructureImage(registry: ImageRegistry): Promise<PushedImage> {
  const doc = '/usr/share/doc'
  return pushPair(registry, 'structure', (platform) =>
    busyboxImage(platform, {
      files: [
        {
          path: '/etc/passwd',
          text: 'root:x:0:0::/:/bin/sh\napp:x:1000:1000::/:/bin/sh\nother:x:4242:4242::/:/bin/sh\n',
        },
        { path: '/srv', folder: true, mode: 0o755, uid: 1000, gid: 1000 },
        { path: '/modes/setuid', text: 's', mode: 0o4755 },
        { path: '/modes/private', text: 'p', mode: 0o600 },
        { path: '/modes/sticky', folder: true, mode: 0o1777 },
        { path: '/links/absolute', symlink: '/etc/passwd' },
        { path: '/links/relative', symlink: 'etc/passwd' },
        { path: '/links/beside', symlink: 'absolute' },
        { path: '/links/dangling', symlink: '/nope' },
        { path: '/links/folder', symlink: '/etc' },
        { path: doc, folder: true, mode: 0o755 },
        { path: `${doc}/good`, folder: true, mode: 0o755 },
        { path: `${doc}/good/copyright`, text: 'MIT' },
        { path: `${doc}/linked`, folder: true, mode: 0o755 },
        { path: `${doc}/linked/copyright`, symlink: `${doc}/good/copyright` },
        { path: `${doc}/libgnutls30`, folder: true, mode: 0o755 },
        { path: `${doc}/agpl`, text: 'the GNU AGPL' },
      ],
      config: {
        Entrypoint: ['/bin/sh', '-c'],
        Cmd: ['exit 0'],
        User: 'app',
        WorkingDir: '/srv',
        Env: ['PATH=/bin', 'GREETING=from the image', 'EMPTY=', 'VERSION=1.2.3'],
        Labels: { say: 'hello', none: '' },
        ExposedPorts: { '80/tcp': {}, '53/udp': {} },
        Volumes: { '/data': {} },
      },
    }),
  )
}
