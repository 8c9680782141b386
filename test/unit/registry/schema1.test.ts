import { describe, expect, it } from 'vitest'
import { schema1Payload } from '../../../src/registry/schema1.ts'

const base64url = (text: string): string => Buffer.from(text).toString('base64url')

/** A document with a signature put in before its last brace, as registries write it. */
function signed(payload: string, format: unknown): Buffer {
  const signatures = [{ protected: base64url(JSON.stringify(format)) }]
  return Buffer.from(`${payload.slice(0, -1)},"signatures":${JSON.stringify(signatures)}}`)
}

describe('a signed manifest of schema 1', () => {
  const payload = '{"schemaVersion":1,"name":"acme/app"}'

  it('stands for the document without its signatures', () => {
    const bytes = signed(payload, { formatLength: payload.length - 1, formatTail: base64url('}') })
    expect(Buffer.from(schema1Payload(bytes)).toString()).toBe(payload)
  })

  it.each([
    ['has no signature', Buffer.from(payload)],
    ['is no JSON', Buffer.from('{')],
    ['has a signature of nothing', signed(payload, {})],
    ['has a signature of more than there is', signed(payload, { formatLength: 10_000, formatTail: '' })],
    ['has a signature of less than nothing', signed(payload, { formatLength: -1, formatTail: '' })],
  ])('stands for its own bytes where it %s', (_, bytes) => {
    expect(schema1Payload(bytes)).toBe(bytes)
  })
})
