import { describe, expect, it } from 'vitest'
import { parseImageConfig } from '../../../src/oci/image-config.ts'
import { wrongConfigs } from './document-rows.ts'
import { sha256, sha512 } from './reference-rows.ts'
import { thrownError } from './thrown-error.ts'

const nothing = { exposedPorts: [], env: [], labels: {}, volumes: [] }

describe('parseImageConfig', () => {
  it('reads what a builder writes', () => {
    const config = parseImageConfig({
      created: '2026-11-22T04:00:00Z',
      author: 'someone',
      architecture: 'arm',
      variant: 'v7',
      os: 'linux',
      'os.version': '1',
      config: {
        User: '1000:1000',
        ExposedPorts: { '5000/tcp': {}, '53/udp': {} },
        Env: ['PATH=/usr/bin', 'EMPTY='],
        Entrypoint: ['/bin/sh', '-c'],
        Cmd: ['serve'],
        Volumes: { '/data': {} },
        WorkingDir: '/app',
        Labels: { 'org.opencontainers.image.version': '1.4' },
        StopSignal: 'SIGQUIT',
        Healthcheck: { Test: ['CMD-SHELL', 'true'], Interval: 30_000_000_000 },
        ArgsEscaped: true,
        Memory: 0,
      },
      rootfs: { type: 'layers', diff_ids: [sha256, sha512] },
      history: [{ created_by: 'COPY . .', created: '2026-11-22T04:00:00Z' }, { empty_layer: true }],
      moby: { unknown: true },
    })
    expect(config).toEqual({
      created: '2026-11-22T04:00:00Z',
      architecture: 'arm',
      variant: 'v7',
      os: 'linux',
      osVersion: '1',
      config: {
        user: '1000:1000',
        exposedPorts: ['5000/tcp', '53/udp'],
        env: ['PATH=/usr/bin', 'EMPTY='],
        entrypoint: ['/bin/sh', '-c'],
        command: ['serve'],
        volumes: ['/data'],
        workingDir: '/app',
        labels: { 'org.opencontainers.image.version': '1.4' },
        stopSignal: 'SIGQUIT',
        healthcheck: { test: ['CMD-SHELL', 'true'] },
      },
      diffIds: [sha256, sha512],
      history: [{ createdBy: 'COPY . .', emptyLayer: false }, { emptyLayer: true }],
    })
  })

  it.each([
    ['nothing at all', {}],
    ['nulls', { os: null, architecture: null, created: null, config: null, rootfs: null, history: null }],
    ['an empty config', { config: {}, rootfs: {} }],
    ['empty texts', { os: '', architecture: '', variant: '', created: '', config: { User: '', WorkingDir: '' } }],
    ['a null list of layers', { rootfs: { type: 'layers', diff_ids: null } }],
    [
      'null execution parameters',
      {
        config: {
          Env: null,
          Cmd: null,
          Entrypoint: null,
          Labels: null,
          ExposedPorts: null,
          Volumes: null,
          Healthcheck: null,
        },
      },
    ],
    [
      'empty execution parameters',
      { config: { Env: [], Cmd: [], Entrypoint: [], Labels: {}, ExposedPorts: {}, Healthcheck: {} } },
    ],
  ])('forgives %s', (_, value) => {
    const config = parseImageConfig(value)
    expect(config).toEqual({ diffIds: [], config: nothing })
    expect(Object.keys(config)).toEqual(['diffIds', 'config'])
  })

  it.each(wrongConfigs)('refuses %j: %s', (value, message) => {
    const error = thrownError(() => parseImageConfig(value))
    expect(error.code).toBe('content-invalid')
    expect(error.message).toBe(message)
  })

  it('says in which document it is wrong when told', () => {
    expect(thrownError(() => parseImageConfig({ config: { Env: 1 } }, 'image')).message).toContain(
      'image.config.Env must',
    )
  })

  it('looks labels up without finding what objects inherit', () => {
    expect(parseImageConfig({}).config.labels['constructor']).toBeUndefined()
    expect(parseImageConfig({ config: { Labels: {} } }).config.labels['toString']).toBeUndefined()
  })

  it('keeps exposed ports that are named like built-in properties', () => {
    const value: unknown = JSON.parse('{"config":{"ExposedPorts":{"__proto__":{},"80/tcp":{}}}}')
    expect(parseImageConfig(value).config.exposedPorts).toEqual(['__proto__', '80/tcp'])
  })
})
