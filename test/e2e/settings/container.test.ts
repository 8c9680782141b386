import { chmod, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { removeImages } from '../../support/engine.ts'
import type { PushedImage } from '../../support/image-registry.ts'
import { pushTellingImage, tell } from './telling-image.ts'

let image: PushedImage

beforeAll(async () => {
  image = await pushTellingImage()
})
afterAll(() => removeImages(image.repository))

const canWrite = (folder: string): string => `touch ${folder}/x 2>/dev/null && echo writable || echo read-only`
const capabilities = 'while read key value; do [ $key = CapEff: ] && echo $value; done < /proc/self/status; true'

describe('a container', () => {
  it('is as the image has it where nothing else is said', async () => {
    const script = `id -u; id -g; pwd; echo "$GREETING"; ${canWrite('/srv')}; echo $$`
    expect(await tell(image, script)).toEqual(['1000', '1000', '/srv', 'from the image', 'writable', '1'])
  })

  it('has a root that cannot be written, a folder in memory, no network, and a user nobody knows', async () => {
    const flags = ['--user', '12345:0', '--workdir', '/data', '--read-only', '--network', 'none']
    const script = `id -u; id -g; pwd; cat own; ${canWrite('/srv')}; ${canWrite('/scratch')}; ls /sys/class/net`
    expect(await tell(image, script, ...flags, '--tmpfs', '/scratch:mode=1777,size=1m')).toEqual([
      '12345',
      '0',
      '/data',
      'of the image',
      'read-only',
      'writable',
      'lo',
    ])
  })

  it('has another entrypoint, and then not the command of the image', async () => {
    expect(await tell(image, 'told', '--entrypoint', '/bin/echo -n -e')).toEqual(['told'])
  })

  it('has no capabilities but the one that was named', async () => {
    const flags = ['--user', '0', '--cap-drop', 'all', '--cap-add', 'CAP_NET_ADMIN,chown']
    expect(await tell(image, capabilities, ...flags)).toEqual(['0000000000001001'])
  })

  it('has variables, entries of its hosts file, and a user of the image by name', async () => {
    const flags = [
      '-u',
      'other',
      '--env',
      'GREETING=from a flag',
      '-e',
      'OTHER=a=b,c',
      '--add-host',
      'db.local:10.9.8.7',
    ]
    const address = 'while read address name; do [ "$name" = db.local ] && echo $address; done < /etc/hosts; true'
    expect(await tell(image, `id -u; echo "$GREETING"; echo "$OTHER"; ${address}`, ...flags)).toEqual([
      '4242',
      'from a flag',
      'a=b,c',
      '10.9.8.7',
    ])
  })

  it('sees files of this host, and changes them only where it may', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-mounts-'))
    await chmod(folder.path, 0o755)
    await writeFile(join(folder.path, 'a:b'), 'of the host\n')
    const flags = ['-v', `${folder.path}:/rw`, '--mount', `type=bind,source=${folder.path}/a:b,target=/ro,readonly`]
    const script = 'cat /rw/a:b /ro; echo changed >> /ro || echo refused; echo "$0" > /rw/$(uname -m)'
    expect(await tell(image, `{ ${script}; } 2>/dev/null`, '--user', '0', ...flags)).toEqual([
      'of the host',
      'of the host',
      'refused',
    ])
    expect(await readFile(join(folder.path, 'a:b'), 'utf8')).toBe('of the host\n')
    expect(await readFile(join(folder.path, 'x86_64'), 'utf8')).toBe('/bin/sh\n')
    expect(await readFile(join(folder.path, 'aarch64'), 'utf8')).toBe('/bin/sh\n')
  })
})
