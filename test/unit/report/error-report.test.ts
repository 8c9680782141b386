import { describe, expect, it } from 'vitest'
import { HarnessError } from '../../../src/errors.ts'
import { createFailureReport, redactCredentials, toErrorReport } from '../../../src/report/error-report.ts'

const tool = { name: 'everyarch', version: '1.2.3' } as const

describe('an error in a report', () => {
  it('has its code, message and hint', () => {
    const error = new HarnessError('engine-absent', 'no engine answers', { hint: 'start one' })
    expect(toErrorReport(error)).toEqual({ code: 'engine-absent', message: 'no engine answers', hint: 'start one' })
  })

  it('has a next step where the error names none', () => {
    const error = new HarnessError('digest-mismatch', 'sha256:12 is not what was sent')
    expect(toErrorReport(error)).toMatchObject({ hint: expect.stringContaining('push the image again') })
  })

  it('has its chain of causes in one line', () => {
    const refused = new Error('connect ECONNREFUSED 127.0.0.1:5000')
    const cause = new Error('the request could not be sent', { cause: refused })
    const report = toErrorReport(new HarnessError('registry-unreachable', 'the registry does not answer', { cause }))
    expect(report.cause).toBe('the request could not be sent: connect ECONNREFUSED 127.0.0.1:5000')
  })

  it('does not repeat what the message already says', () => {
    const cause = new Error('ECONNREFUSED')
    expect(toErrorReport(new HarnessError('internal', 'unexpected: ECONNREFUSED', { cause })).cause).toBeUndefined()
  })

  it('names what went wrong at each address of a connection', () => {
    const cause = new AggregateError([new Error('refused ::1'), new Error('refused 127.0.0.1')])
    const report = toErrorReport(new HarnessError('registry-unreachable', 'no answer', { cause }))
    expect(report.cause).toBe('refused ::1, refused 127.0.0.1')
  })

  it('ends a chain of causes that goes round in a circle', () => {
    const first = new Error('first')
    first.cause = new Error('second', { cause: first })
    expect(toErrorReport(new HarnessError('internal', 'broken', { cause: first })).cause).toBe('first: second')
  })

  it('takes a cause that is no error', () => {
    expect(toErrorReport(new HarnessError('internal', 'broken', { cause: 'a string' })).cause).toBe('a string')
    expect(toErrorReport(new HarnessError('internal', 'broken', { cause: { code: 7 } })).cause).toBe('{ code: 7 }')
  })
})

it.each([
  ['https://user:secret@example.com/v2/', 'https://***@example.com/v2/'],
  ['tcp://token@10.0.0.1:2376', 'tcp://***@10.0.0.1:2376'],
  ['authorization: Bearer abcdefgh.ijkl-mnop', 'authorization: Bearer ***'],
  ['Basic dXNlcjpzZWNyZXQ=', 'Basic ***'],
  ['https://example.com/app@sha256:0123', 'https://example.com/app@sha256:0123'],
  ['example.com/app@sha256:0123', 'example.com/app@sha256:0123'],
])('%s is shown without credentials', (text, shown) => {
  expect(redactCredentials(text)).toBe(shown)
})

describe('the report of a run that failed', () => {
  const createdAt = new Date('2026-11-22T04:00:00Z')

  it('has no verdict when the request was wrong', () => {
    const thrown = new HarnessError('usage-invalid', 'unknown flag --foo')
    expect(createFailureReport({ tool, command: 'verify', thrown, createdAt })).toEqual({
      schemaVersion: 1,
      tool,
      command: 'verify',
      createdAt: '2026-11-22T04:00:00.000Z',
      verdict: null,
      exitCode: 2,
      findings: [],
      platforms: [],
      errors: [{ code: 'usage-invalid', message: 'unknown flag --foo' }],
    })
  })

  it('is unverified when the environment failed', () => {
    const thrown = new HarnessError('engine-absent', 'no engine answers')
    const report = createFailureReport({ tool, command: 'verify', reference: 'example.com/app', thrown, createdAt })
    expect(report).toMatchObject({ verdict: 'unverified', exitCode: 3, image: { reference: 'example.com/app' } })
  })

  it('is unverified and exits with 130 when it was interrupted', () => {
    const thrown = new HarnessError('interrupted', 'interrupted')
    expect(createFailureReport({ tool, command: 'verify', thrown, createdAt })).toMatchObject({
      verdict: 'unverified',
      exitCode: 130,
    })
  })

  it('calls an unknown error internal and keeps what it said', () => {
    const thrown = new TypeError('x is not a function')
    const [error] = createFailureReport({ tool, command: 'verify', thrown, createdAt }).errors
    expect(error).toMatchObject({ code: 'internal', message: 'unexpected: x is not a function' })
  })
})
