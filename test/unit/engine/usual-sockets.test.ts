import { describe, expect, it } from 'vitest'
import { formatEngineAddress } from '../../../src/engine/endpoint.ts'
import { listUsualAddresses } from '../../../src/engine/usual-sockets.ts'

function listed(env: Readonly<Record<string, string>>, platform: string): readonly string[] {
  return listUsualAddresses(env, '/home/ada', platform).map(formatEngineAddress)
}

describe('the usual places of an engine', () => {
  it("begin with the system's own socket and have those of every desktop", () => {
    const places = listed({}, 'linux')
    expect(places[0]).toBe('unix:///var/run/docker.sock')
    expect(places).toEqual(
      expect.arrayContaining([
        'unix:///home/ada/.docker/run/docker.sock',
        'unix:///home/ada/.colima/default/docker.sock',
        'unix:///home/ada/.rd/docker.sock',
        'unix:///home/ada/.orbstack/run/docker.sock',
        'unix:///run/podman/podman.sock',
      ]),
    )
  })

  it("have a rootless engine's sockets where the session has a folder for them", () => {
    const places = listed({ XDG_RUNTIME_DIR: '/run/user/1000' }, 'linux')
    expect(places).toContain('unix:///run/user/1000/docker.sock')
    expect(places).toContain('unix:///run/user/1000/podman/podman.sock')
    expect(listed({ XDG_RUNTIME_DIR: '' }, 'linux')).not.toContain('unix://docker.sock')
  })

  it('are pipes on Windows', () => {
    expect(listed({}, 'win32')[0]).toBe('npipe:////./pipe/docker_engine')
  })
})
