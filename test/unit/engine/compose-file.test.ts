import { describe, expect, it } from 'vitest'
import { listDependencies, parseComposeFile } from '../../../src/engine/compose-file.ts'

const parse = (services: unknown): ReturnType<typeof parseComposeFile> =>
  parseComposeFile(JSON.stringify({ name: 'shop', services }), 'compose.yaml')
const on = (service: string, condition = 'service_started'): unknown => ({ [service]: { condition, required: true } })

describe('what a service is given beside it', () => {
  it('is what it depends on, and what that depends on, each as the file waits for it', () => {
    const file = parse({
      api: { depends_on: on('db', 'service_healthy') },
      db: { depends_on: on('seed', 'service_completed_successfully') },
      seed: {},
      mail: {},
    })
    expect(listDependencies(file, 'api')).toEqual([
      { service: 'db', condition: 'healthy' },
      { service: 'seed', condition: 'completed' },
    ])
  })

  it('is every other service where it names none, but for those that need it', () => {
    const file = parse({
      api: {},
      db: { healthcheck: { test: ['CMD', 'true'] } },
      web: { depends_on: on('api') },
      mail: {},
    })
    expect(listDependencies(file, 'api')).toEqual([
      { service: 'db', condition: 'healthy' },
      { service: 'mail', condition: 'started' },
    ])
  })

  it('ends where services depend on one another in a circle', () => {
    const file = parse({ api: { depends_on: on('a') }, a: { depends_on: on('b') }, b: { depends_on: on('a') } })
    expect(listDependencies(file, 'api').map(({ service }) => service)).toEqual(['a', 'b'])
  })
})

describe('a compose file', () => {
  it('without the service is refused, and says which there are', () => {
    expect(() => listDependencies(parse({ api: {}, db: {} }), 'web')).toThrow(
      expect.objectContaining({ code: 'usage-invalid', hint: 'its services are api, db' }),
    )
  })

  it.each(['[]', '{}', '{"services":[]}', '{"services":{"api":7}}', 'no JSON'])('that is %s is refused', (text) => {
    expect(() => parseComposeFile(text, 'compose.yaml')).toThrow(expect.objectContaining({ code: 'config-invalid' }))
  })
})
