import { expect, it } from 'vitest'
import { findService, parseComposeFile } from '../../../src/engine/compose-file.ts'
import { createProject, hostFilesOf, networkName, volumesOf } from '../../../src/engine/compose-project.ts'

const document = {
  name: 'shop',
  services: {
    api: { image: 'api' },
    db: {
      image: 'postgres',
      container_name: 'shop-db',
      restart: 'always',
      ports: [{ target: 5432, published: '5432' }],
      labels: { own: 'yes' },
      networks: { back: { aliases: ['store'] } },
    },
    proxy: { image: 'proxy', network_mode: 'host' },
    mail: { image: 'mail' },
  },
  networks: { back: { name: 'shop_back' }, shared: { name: 'office', external: true } },
  volumes: { data: { name: 'shop_data' }, archive: { name: 'archive', external: true } },
}
const labels = { 'org.everyarch.run': '1' }
const project = createProject({
  file: parseComposeFile(JSON.stringify(document), 'compose.yaml'),
  dependencies: [
    { service: 'db', condition: 'started' },
    { service: 'proxy', condition: 'started' },
  ],
  name: 'everyarch-1-0',
  labels,
})

it('a project holds the services that are needed, without what only one of them could have', () => {
  expect(project['services']).toEqual({
    db: {
      image: 'postgres',
      labels: { own: 'yes', ...labels },
      networks: { back: { aliases: ['store'] }, everyarch: null },
    },
    proxy: { image: 'proxy', network_mode: 'host', labels },
  })
})

it('its networks and volumes are its own, and carry the labels; those of others stay theirs', () => {
  expect([project['name'], networkName('everyarch-1-0')]).toEqual(['everyarch-1-0', 'everyarch-1-0_everyarch'])
  expect(project['networks']).toEqual({
    back: { labels },
    shared: { name: 'office', external: true },
    everyarch: { labels },
  })
  expect(project['volumes']).toEqual({ data: { labels }, archive: { name: 'archive', external: true } })
})

it('a service beside the project sees the volumes it shares, and has others for itself', () => {
  const service = {
    volumes: [
      { type: 'volume', source: 'data', target: '/data', read_only: true },
      { type: 'volume', source: 'cache', target: '/cache' },
      { type: 'volume', target: '/scratch' },
      { type: 'volume', source: 'archive', target: '/archive' },
      { type: 'bind', source: '/srv', target: '/srv' },
    ],
  }
  const text = JSON.stringify({
    services: { api: service, db: { volumes: [{ type: 'volume', source: 'data', target: '/var' }] } },
    volumes: document.volumes,
  })
  const file = parseComposeFile(text, 'compose.yaml')
  const dependencies = [{ service: 'db', condition: 'started' as const }]
  expect(volumesOf(findService(file, 'api'), { file, dependencies, name: 'everyarch-1-0' })).toEqual([
    { name: 'everyarch-1-0_data', target: '/data', isReadOnly: true },
    { target: '/cache', isReadOnly: false },
    { target: '/scratch', isReadOnly: false },
  ])
})

it('files of this host are those that services mount, and those of their configurations and secrets', () => {
  const services = {
    web: { volumes: [{ type: 'bind', source: '/srv/www', target: '/www' }] },
    db: { secrets: [{ source: 'password', target: '/run/secrets/password' }] },
    mail: { configs: [{ source: 'given' }], volumes: [{ type: 'volume', source: 'data', target: '/data' }] },
  }
  const given = { secrets: { password: { file: '/srv/password' } }, configs: { given: { content: 'text' } } }
  const file = parseComposeFile(JSON.stringify({ services, ...given }), 'compose.yaml')
  const dependencies = Object.keys(services).map((service) => ({ service, condition: 'started' as const }))
  expect(hostFilesOf({ file, dependencies })).toEqual([
    { service: 'web', source: '/srv/www' },
    { service: 'db', source: '/srv/password' },
  ])
})
