import { describe, expect, it } from 'vitest'
import { pullError } from '../../../src/engine/pull-error.ts'

describe('what an engine says of a failed pull', () => {
  // As Docker 20.10 and 28 and podman say it.
  it.each([
    [
      'registry-rate-limited',
      'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating',
    ],
    [
      'registry-rate-limited',
      'failed to copy: httpReadSeeker: failed open: unexpected status code https://r/v2/x: 429 Too Many Requests',
    ],
    [
      'registry-denied',
      'pull access denied for acme/app, repository does not exist or may require "docker login": denied: requested access to the resource is denied',
    ],
    ['registry-denied', 'unauthorized: authentication required'],
    [
      'registry-denied',
      'failed to resolve reference "ghcr.io/acme/app@sha256:1": unexpected status from HEAD request: 403 Forbidden',
    ],
    ['content-missing', 'manifest unknown: manifest unknown'],
    ['content-missing', 'unknown blob'],
    [
      'content-missing',
      'failed to copy: httpReadSeeker: failed open: could not fetch content descriptor sha256:1 from remote: not found',
    ],
    ['content-missing', 'no matching manifest for linux/arm64/v8 in the manifest list entries'],
    ['disk-full', 'write /var/lib/docker/overlay2/x: no space left on device'],
    ['pull-failed', 'Get "https://r.example/v2/": dial tcp: lookup r.example: no such host'],
    ['pull-failed', 'http: server gave HTTP response to HTTPS client'],
    ['pull-failed', 'Get "https://r.example/v2/": x509: certificate signed by unknown authority'],
    ['pull-failed', 'something nobody has seen before'],
  ])('is %s: %s', (code, said) => {
    const error = pullError('r.example/app@sha256:1 for linux/arm64', said)
    expect(error).toMatchObject({ code, message: expect.stringContaining(said), hint: expect.any(String) })
  })

  it('is safe to print', () => {
    expect(pullError('app', 'bad\u001B[2J\u202Ething\u0007').message).toMatch(/bad\\u001b\[2J\\u202ething\\u0007$/)
  })
})
