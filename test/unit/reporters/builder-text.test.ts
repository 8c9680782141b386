import { describe, expect, it } from 'vitest'
import { renderBuilder, renderBuilders } from '../../../reporters/builder-text.ts'
import type { ListedBuilder } from '../../../src/report/listing.ts'
import { plain } from './sample-report.ts'

const document = { schemaVersion: 1, tool: { name: 'everyarch', version: '1.0.0' } } as const
const classic: ListedBuilder = {
  name: 'default',
  driver: 'docker',
  current: true,
  severalPlatforms: false,
  nodes: [
    {
      name: 'default',
      endpoint: 'default',
      status: 'running',
      platforms: [
        { platform: 'linux/amd64', mode: 'native' },
        { platform: 'linux/mips64le', mode: 'unavailable' },
      ],
    },
  ],
}
const farm: ListedBuilder = {
  name: 'farm',
  driver: 'docker-container',
  current: false,
  severalPlatforms: true,
  nodes: [
    {
      name: 'farm0',
      endpoint: 'unix:///var/run/docker.sock',
      status: 'running',
      version: 'v0.25.2',
      platforms: [
        { platform: 'linux/amd64', mode: 'native' },
        { platform: 'linux/arm64', mode: 'emulated' },
      ],
    },
    { name: 'farm1', endpoint: 'ssh://pi@arm64', status: 'error', error: 'no\u001b[31m route', platforms: [] },
  ],
}

describe('builders', () => {
  it('are shown with their machines, what each builds, and the choice', () => {
    const choice = { builder: 'farm', reason: 'default cannot; farm can', hint: 'install emulators' }
    const lines = renderBuilders(plain, { ...document, builders: [classic, farm], choice })
    expect(`${lines.join('\n')}\n`).toMatchInlineSnapshot(`
      "default  docker, the current one, one platform at a time
        default: running
          natively   linux/amd64
          runs none of linux/mips64le
      farm  docker-container
        farm0 at unix:///var/run/docker.sock: running, BuildKit v0.25.2
          natively   linux/amd64
          emulated   linux/arm64
        farm1 at ssh://pi@arm64: error
          no\\x1b[31m route

      a build would use farm: default cannot; farm can
        hint: install emulators
      "
    `)
  })

  it('none of which can do it are said to be none', () => {
    const lines = renderBuilders(plain, { ...document, builders: [], choice: { reason: 'there is none' } })
    expect(lines).toEqual(['', 'no builder: there is none'])
  })

  it('that are gone are only named', () => {
    expect(renderBuilder(plain, { ...document, builder: farm, removed: true })).toEqual([
      'farm  docker-container, removed',
    ])
  })
})
