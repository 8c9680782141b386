import { describe, expect, it } from 'vitest'
import { parseEngineInfo } from '../../../src/engine/info.ts'

/** What engines answered, cut to the fields that are read. */
const docker28 = {
  ID: '61162786-e9d7-47c0-a495-922e743668d8',
  Driver: 'overlayfs',
  DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']],
  KernelVersion: '6.18.44',
  OperatingSystem: 'Debian GNU/Linux 12 (bookworm)',
  OSType: 'linux',
  Architecture: 'x86_64',
  NCPU: 2,
  MemTotal: 25_276_502_016,
  DockerRootDir: '/var/lib/docker',
  Name: 'ada',
  ServerVersion: '28.5.2',
}
const docker20 = {
  ...docker28,
  ID: 'A5BC:JFKD:PW5H',
  Driver: 'overlay2',
  DriverStatus: [
    ['Backing Filesystem', 'extfs'],
    ['Supports d_type', 'true'],
  ],
  ServerVersion: '20.10.24',
}
const desktop = { ...docker28, OperatingSystem: 'Docker Desktop', Architecture: 'aarch64', Name: 'docker-desktop' }
const podman = {
  ID: '6d188fce-895c-423e-92d7-f5d0b9b20827',
  Driver: 'overlay',
  DriverStatus: null,
  KernelVersion: '6.1.0',
  OperatingSystem: 'debian',
  OSType: 'linux',
  Architecture: 'armv7l',
  NCPU: 4,
  MemTotal: 1024,
  Name: 'pi',
  DockerRootDir: '/var/lib/containers/storage',
  BuildahVersion: '1.28.2',
  ServerVersion: '4.3.1',
}

describe('what an engine is', () => {
  it.each([
    [
      'Docker with the containerd store',
      docker28,
      { architecture: 'amd64', imageStore: 'containerd', version: '28.5.2', product: 'docker' },
    ],
    ['Docker with the classic store', docker20, { architecture: 'amd64', imageStore: 'classic', version: '20.10.24' }],
    ['Docker Desktop', desktop, { architecture: 'arm64', operatingSystem: 'Docker Desktop' }],
    [
      'podman',
      podman,
      {
        architecture: 'arm',
        imageStore: 'podman',
        id: 'pi /var/lib/containers/storage',
        hostName: 'pi',
        product: 'podman',
      },
    ],
  ])('is read from %s', (_, answer, facts) => {
    expect(parseEngineInfo(answer)).toMatchObject(facts)
  })

  it('is an error when the answer is none of an engine', () => {
    expect(() => parseEngineInfo('<html>')).toThrow(expect.objectContaining({ code: 'engine-failed' }))
    expect(() => parseEngineInfo({ OSType: 'linux' })).toThrow(
      expect.objectContaining({ message: expect.stringContaining('Architecture') }),
    )
  })
})
