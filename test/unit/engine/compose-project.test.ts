import { expect, it } from 'vitest'
import { parseComposeFile } from '../../../src/engine/compose-file.ts'
import { createProject, networkName } from '../../../src/engine/compose-project.ts'

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
