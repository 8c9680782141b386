import { describe, expect, it } from 'vitest'
import { HarnessError } from '../../../src/errors.ts'
import { createRedactor } from '../../../src/report/redactor.ts'

const secret = 'p@ss/"word"+1'
const { text, data, error } = createRedactor([secret])

describe('a secret', () => {
  it.each([
    ['as it is', `token=${secret};`, 'token=***;'],
    ['twice', secret + secret, '******'],
    ['in JSON', JSON.stringify({ token: secret }), '{"token":"***"}'],
    ['in an address', `/?token=${encodeURIComponent(secret)}&x=1`, '/?token=***&x=1'],
    ['in base64', `Basic ${Buffer.from(secret).toString('base64')}`, 'Basic ***=='],
    ['cut at its end', 'it said "token=p@ss/…"', 'it said "token=***…"'],
    ['cut at its start', '…word"+1 was wrong', '…*** was wrong'],
    ['in part, where nothing was cut', 'a p@ss/ is there', 'a p@ss/ is there'],
    ['in a part too short to tell', 'token=p@s…', 'token=p@s…'],
  ])('is taken out %s', (_, raw, shown) => {
    expect(text(raw)).toBe(shown)
  })

  it('is taken out of a line that was cut within it', () => {
    expect(text('token=p@ss/"w', true)).toBe('token=***')
  })

  it('of several lines is taken out line by line, but for lines that say nothing', () => {
    const redactor = createRedactor(['-----BEGIN KEY-----\r\nMIIEvgIBADANBg\nkqhkiG9w0BAQEF\n}\n'])
    expect(redactor.text('key: MIIEvgIBADANBg / kqhkiG9w0BAQEF }')).toBe('key: *** / *** }')
  })

  it('that is part of another does not leave the rest of it', () => {
    expect(createRedactor(['hunter', 'hunter22']).text('hunter22 hunter')).toBe('*** ***')
  })
})

describe('data', () => {
  it('loses a secret wherever it is, and nothing else', () => {
    const report = { message: `said ${secret}`, evidence: { log: ['ok', secret], n: 1, none: null }, on: true }
    expect(data(report)).toEqual({ message: 'said ***', evidence: { log: ['ok', '***'], n: 1, none: null }, on: true })
  })

  it('keeps the words of a report, even where a secret is one', () => {
    const report = { verdict: 'passed', platforms: [{ platform: 'linux/arm64', message: 'linux/arm64 passed' }] }
    expect(createRedactor(['passed', 'linux/arm64']).data(report)).toEqual({
      verdict: 'passed',
      platforms: [{ platform: 'linux/arm64', message: '*** ***' }],
    })
  })

  it('is the same where there are no secrets', () => {
    const report = { message: 'said' }
    expect(createRedactor([]).data(report)).toBe(report)
  })
})

it('an error loses it too, with its hint, its details, its causes and its stack', () => {
  const cause = new Error(`engine: ${secret}`, { cause: new Error(`inner: ${secret}`, { cause: secret }) })
  const options = { hint: `try ${secret}`, details: { said: secret, status: 500 }, cause }
  const redacted = error(new HarnessError('engine-failed', `failed: ${secret}`, options))
  expect(redacted).toMatchObject({ code: 'engine-failed', message: 'failed: ***', hint: 'try ***' })
  expect(redacted.details).toEqual({ said: '***', status: 500 })
  expect(redacted.cause).toMatchObject({ message: 'engine: ***', cause: { message: 'inner: ***', cause: '***' } })
  const stacks = [redacted.stack, redacted.cause instanceof Error ? redacted.cause.stack : undefined]
  for (const stack of stacks) expect(stack).toMatch(/\*\*\*\n +at /)
  expect(stacks.join('\n')).not.toContain(secret)
})
