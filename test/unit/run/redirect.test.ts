import { expect, test } from 'vitest'
import { resolveRedirect } from '../../../src/run/redirect.ts'

const from = { scheme: 'http', port: '5000/tcp', path: '/a/b?c' } as const
const published: Readonly<Record<string, number>> = { '5000/tcp': 32_768, '8443/tcp': 32_769 }
const reach = (port: string): { host: string; port: number } | undefined => {
  const found = published[port]
  return found === undefined ? undefined : { host: '127.0.0.1', port: found }
}
const resolve = (location: string, authority = '127.0.0.1:32768') =>
  resolveRedirect(location, { from, authority, reach })

test.each([
  ['/login?next=%2F', '/login?next=%2F'],
  ['c', '/a/c'],
  ['?d', '/a/b?d'],
  ['//127.0.0.1:32768/x', '/x'],
  ['http://127.0.0.1:32768/x#y', '/x'],
  ['http://localhost:5000/x', '/x'],
  ['http://0.0.0.0:5000', '/'],
])('%s stays in the container', (location, path) => {
  expect(resolve(location)).toEqual({ kind: 'inside', to: { scheme: 'http', port: '5000/tcp', path } })
})

test('the name it was asked by is its own', () => {
  const inside = { kind: 'inside', to: { scheme: 'http', port: '5000/tcp', path: '/x' } }
  expect(resolve('http://app.test/x', 'app.test')).toEqual(inside)
  expect(resolve('http://app.test:5000/x', 'app.test')).toEqual(inside)
})

test('another port of it is followed where it is reached, with TLS too', () => {
  expect(resolve('https://localhost:8443/')).toEqual({
    kind: 'inside',
    to: { scheme: 'https', port: '8443/tcp', path: '/' },
  })
})

test.each([
  ['http://example.com/x', 'example.com'],
  ['//evil.test', 'evil.test'],
  ['http://localhost/', 'localhost'],
  ['http://127.0.0.1:22/', '127.0.0.1:22'],
  ['http://127.0.0.1:32769/', '127.0.0.1:32769'],
  ['https://127.0.0.1:32768/', '127.0.0.1:32768'],
  ['http://169.254.169.254/latest', '169.254.169.254'],
  ['file:///etc/passwd', 'file:///etc/passwd'],
  ['http://[', 'http://['],
])('%s leads away from it', (location, where) => {
  expect(resolve(location)).toEqual({ kind: 'outside', where: expect.stringContaining(where) })
})
