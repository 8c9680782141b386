import { afterAll, expect, it } from 'vitest'
import { findEmulators } from '../../../src/emulation/emulator-file.ts'
import { readImageUser } from '../../../src/emulation/image-user.ts'
import { probeInstead, underEmulator } from '../../../src/emulation/second-emulator.ts'
import type { ContainerRequest } from '../../../src/engine/engine.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'
import { busybox } from '../../support/busybox.ts'
import { secondEmulators } from '../../support/second-emulators.ts'
import { loadImage, openGivenEngine, ownLabels } from './given-engine.ts'

const labels = ownLabels()
const engine = await openGivenEngine()
const [emulator] = await findEmulators({
  wanted: [`${await secondEmulators()}/qemu-aarch64`],
  searchPath: '',
  cwd: '/',
})
const platform = parsePlatform('linux/arm64')

const script = `
echo "version $(QEMU_VERSION=1 /bin/busybox true)"
echo "child $(/bin/busybox sh -c 'QEMU_VERSION=1 exec /bin/busybox true')"
grep -E '^(Uid|Gid|CapBnd|CapEff):' /proc/self/status
echo "pid $$ home $HOME"

unshare -U true || echo 'no namespace'
mount -t tmpfs none /proc || echo 'no mount'
/bin/busybox touch /new || echo 'read-only'
`
const applets = ['grep', 'unshare', 'mount']
const shell = script.replaceAll(new RegExp(`^(\\s*)(${applets.join('|')}) `, 'gm'), '$1/bin/busybox $2 ')

afterAll(() => engine.close())

async function run(request: Partial<ContainerRequest>, change: (request: ContainerRequest) => ContainerRequest = same) {
  if (emulator === undefined) throw new Error('there is no second emulator')
  const files = [
    { path: '/bin/busybox', bytes: await busybox('linux/arm64'), mode: 0o755 },
    { path: '/run.sh', bytes: Buffer.from(shell), mode: 0o644 },
  ]
  await using image = await loadImage(engine, labels, files)
  const { os, architecture } = engine.info
  const signal = AbortSignal.timeout(60_000)
  const own = { image: image.name, platform: { os, architecture }, labels, network: 'none', ...request }
  const user = await readImageUser(engine, own, signal)
  const options = { platform, config: { env: [], exposedPorts: [], labels: {}, volumes: [] } }
  const under = underEmulator(change(own), {
    ...options,
    emulator: await emulator.bytes(),
    user,
    hostArchitecture: architecture,
    keepsCredentials: false,
  })
  await using container = await image.start(under)
  return (await container.finish()).map(({ text }) => text)
}

const same = (request: ContainerRequest): ContainerRequest => request
const inShell = { entrypoint: ['busybox', 'sh', '/run.sh'], env: { PATH: '/nowhere:/bin' } }

it('runs a container and all that it starts, as its user, with nothing more than containers may do', async () => {
  const lines = await run({ ...inShell, user: '1000:1000' })
  expect(lines.filter((line) => /^(?:version|child) qemu-aarch64 version (?:[89]|1\d)\./.test(line))).toHaveLength(2)
  expect(lines).toEqual(
    expect.arrayContaining([
      'Uid:\t1000\t1000\t1000\t1000',
      'Gid:\t1000\t1000\t1000\t1000',
      'CapEff:\t0000000000000000',
      'pid 1 home /',
      'no namespace',
      'no mount',
    ]),
  )
})

it('leaves root the capabilities that engines give by default', async () => {
  const lines = await run(inShell)
  expect(lines).toEqual(expect.arrayContaining(['CapBnd:\t00000000a80425fb', 'CapEff:\t00000000a80425fb', 'no mount']))
})

it('leaves a container as read-only, and root with as few capabilities, as it was to be', async () => {
  const lines = await run({ ...inShell, isReadOnly: true, capDrop: ['ALL'], capAdd: ['CHOWN', 'SETUID'] })
  expect(lines).toEqual(expect.arrayContaining(['CapEff:\t0000000000000081', 'read-only']))
})

it('proves itself by a program that starts itself again', async () => {
  const lines = await run({}, (request) => probeInstead(request, platform))
  expect(lines).toEqual(expect.arrayContaining(['probe aarch64', expect.stringMatching(/^qemu-aarch64 version 1\d\./)]))
})
