import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCapabilities } from '../../../src/config/capability.ts'
import { readHosts } from '../../../src/config/extra-host.ts'
import { readMounts, readVolumes } from '../../../src/config/mount.ts'
import { readNetwork } from '../../../src/config/network.ts'
import { readSecretEnv } from '../../../src/config/secret-env.ts'
import { readTmpfs } from '../../../src/config/tmpfs.ts'
import { readUser } from '../../../src/config/user.ts'
import { toHarnessError } from '../../../src/errors.ts'

function refusal(read: () => unknown): string {
  try {
    return `accepted: ${JSON.stringify(read())}`
  } catch (thrown) {
    const { code, message, hint } = toHarnessError(thrown)
    return `${code}: ${message} (${hint ?? ''})`
  }
}

describe('a volume', () => {
  it.each([
    ['./data:/data', { source: resolve('data'), target: '/data', isReadOnly: false }],
    ['../a b:/data/:ro', { source: resolve('../a b'), target: '/data', isReadOnly: true }],
    ['/srv/x:/data:rw,z', { source: '/srv/x', target: '/data', isReadOnly: false, relabel: 'shared' }],
    ['/srv/x:/data:Z,ro', { source: '/srv/x', target: '/data', isReadOnly: true, relabel: 'private' }],
    ['~/x:/data', { source: '/home/me/x', target: '/data', isReadOnly: false }],
    ['.:/a/../data', { source: resolve('.'), target: '/data', isReadOnly: false }],
  ])('%j is a mount', (text, mount) => {
    expect(readVolumes(text, { HOME: '/home/me' })).toEqual([mount])
  })

  it('goes by the home folder of the user where the environment names none', () => {
    expect(readVolumes(['~:/home'], {})).toMatchObject([{ source: homedir() }])
  })

  it.each([
    ['data:/data', '"data" is not a path (write ./data for a folder of that name'],
    ['/data', '"/data" is not HERE:THERE'],
    ['./data:data', '"data" is not an absolute path in the container'],
    ['./data:/', '"/" is not an absolute path in the container, below /'],
    ['./data:/data:r', '"r" is not an option of a volume (the options are ro, rw, z and Z)'],
    ['./data:/data:ro:z', 'is not HERE:THERE'],
    ['', 'it is empty'],
  ])('%j is refused: %s', (text, message) => {
    expect(refusal(() => readVolumes(text, {}))).toContain(message)
  })
})

describe('a mount', () => {
  const mount = { source: resolve('data'), target: '/data' }

  it.each([
    ['type=bind,source=./data,target=/data', { ...mount, isReadOnly: false }],
    ['type=bind,src=data,dst=/data,readonly', { ...mount, isReadOnly: true }],
    ['destination=/data,type=bind,source=data,ro=true', { ...mount, isReadOnly: true }],
    ['type=bind,src=data,dst=/data,readonly=false', { ...mount, isReadOnly: false }],
    ['type=bind,src=/a:b,dst=/data', { source: '/a:b', target: '/data', isReadOnly: false }],
  ])('%j is read', (text, wanted) => {
    expect(readMounts(text, {})).toEqual([wanted])
  })

  it.each([
    ['source=./data,target=/data', 'is not a mount of type=bind: only files of this host'],
    ['type=volume,source=data,target=/data', 'is not a mount of type=bind'],
    ['type=tmpfs,target=/data', 'give it as --tmpfs PATH'],
    ['type=bind,target=/data', 'is not a mount with source and target'],
    ['type=bind,source=./data', 'is not a mount with source and target'],
    ['type=bind,source=,target=/data', 'is not the path of a file or folder'],
    ['type=bind,sorce=./data,target=/data', '"sorce" is not a field of a mount (did you mean source?)'],
    ['type=bind,source=./data,target=/data,readonly=maybe', '"maybe" is not true or false'],
  ])('%j is refused: %s', (text, message) => {
    expect(refusal(() => readMounts(text, {}))).toContain(message)
  })
})

describe('other settings of containers', () => {
  it.each<[string, () => unknown, unknown]>([
    ['a user', () => readUser('app'), 'app'],
    ['a user by number', () => readUser(1000), '1000'],
    ['a user with a group', () => readUser('12345:0'), '12345:0'],
    ['a network', () => readNetwork('my-net_1.x'), 'my-net_1.x'],
    ['capabilities', () => readCapabilities('net_admin,CAP_SYS_TIME,NET_ADMIN'), ['NET_ADMIN', 'SYS_TIME']],
    ['every capability', () => readCapabilities(['all']), ['ALL']],
    ['a hosts entry', () => readHosts('db.local:10.0.0.5'), ['db.local:10.0.0.5']],
    ['a hosts entry as docker also writes it', () => readHosts('db=host-gateway'), ['db:host-gateway']],
    ['an address of IPv6', () => readHosts('db:[2001:db8::1]'), ['db:2001:db8::1']],
    ['an address of IPv6 without brackets', () => readHosts('db:::1'), ['db:::1']],
    [
      'hosts of a configuration file',
      () => readHosts({ db: '10.0.0.5', mq: '10.0.0.6' }),
      ['db:10.0.0.5', 'mq:10.0.0.6'],
    ],
    [
      'folders in memory',
      () => readTmpfs(['/run', '/tmp:size=64m,mode=1777']),
      { '/run': '', '/tmp': 'size=64m,mode=1777' },
    ],
    ['secrets', () => readSecretEnv('A,B', { A: 'aaaa', B: 'bbbb' }), { A: 'aaaa', B: 'bbbb' }],
  ])('are read: %s', (_, read, wanted) => {
    expect(read()).toEqual(wanted)
  })

  it.each<[string, () => unknown, string]>([
    ['a user with a space', () => readUser('a b'), '"a b" is not a user'],
    ['a user with too much', () => readUser('a:b:c'), '"a:b:c" is not a user'],
    ["another container's network", () => readNetwork('container:x'), 'cannot be shared'],
    ['a path as network', () => readNetwork('../x'), '"../x" is not a network'],
    [
      'a capability nobody has',
      () => readCapabilities('NET_ADMN'),
      '"NET_ADMN" is not a capability (did you mean NET_ADMIN?)',
    ],
    ['a host without address', () => readHosts('db.local'), '"db.local" is not NAME:ADDRESS'],
    ['a host with a name for address', () => readHosts('db:other'), '"other" is not an IP address'],
    ['a host with an empty name', () => readHosts({ '': '10.0.0.5' }), '"" is not the name of a host'],
    ['a relative folder in memory', () => readTmpfs('run'), '"run" is not an absolute path'],
    ['options nobody has', () => readTmpfs('/run:size 64m'), '"size 64m" is not a list of mount options'],
  ])('are refused: %s', (_, read, message) => {
    expect(refusal(read)).toContain(message)
  })
})

describe('a secret that cannot be taken', () => {
  it.each<[string, Record<string, string>, string]>([
    ['TOKEN', {}, 'TOKEN is not set here (export TOKEN first)'],
    ['TOKEN', { TOKEN: '' }, 'TOKEN is empty here'],
    ['TOKEN', { TOKEN: 'abc' }, 'the value of TOKEN is too short'],
    ['TOKEN', { TOKEN: 'abc\0def' }, 'the value of TOKEN holds a NUL'],
    ['TOKEN=hunter22', {}, '"TOKEN" is given with a value, where other users can see it'],
    ['9-hunter22', {}, 'is not the name of a variable'],
  ])('%s is refused: %s', (text, variables, message) => {
    const said = refusal(() => readSecretEnv(text, variables))
    expect(said).toContain(message)
    expect(said).not.toMatch(/=hunter22|abc/)
  })
})
