import { describe, expect, it } from 'vitest'
import {
  formatFamiliarReference,
  formatReference,
  formatRepository,
  parseReference,
  referenceTarget,
  withDigest,
} from '../../../src/oci/reference.ts'
import { invalidRows, sha256, sha512, validRows } from './reference-rows.ts'
import { thrownError } from './thrown-error.ts'

describe('parseReference', () => {
  it.each(validRows)('reads $text', ({ text, familiar, ...expected }) => {
    const reference = parseReference(text)
    expect(reference).toEqual(expected)
    const full = formatReference(reference)
    expect(parseReference(full)).toEqual(reference)
    expect(formatFamiliarReference(reference)).toBe(familiar ?? full)
    expect(parseReference(formatFamiliarReference(reference))).toEqual(reference)
  })

  it.each(invalidRows)('refuses %j', (text, problem, hint) => {
    const error = thrownError(() => parseReference(text))
    expect(error.code).toBe('reference-invalid')
    expect(error.exitCode).toBe(2)
    expect(error.message).toContain(problem)
    expect(error.hint).toContain(hint)
  })

  it('leaves out what was not written instead of setting it to undefined', () => {
    expect(Object.keys(parseReference('python'))).toEqual(['registry', 'repository'])
  })

  it('keeps its error short, however long the text', () => {
    const error = thrownError(() => parseReference('\u001b[31m'.repeat(100_000)))
    expect(error.message.length).toBeLessThan(1000)
    expect(error.message).not.toContain('\u001b')
  })

  it('takes time in proportion to the length of a text made to make it backtrack', () => {
    const texts = ['a-'.repeat(500), 'a'.repeat(1000) + '$', `${'a.'.repeat(500)}/x`, `${'-'.repeat(1000)}/x`]
    for (const text of texts) expect(thrownError(() => parseReference(text)).code).toBe('reference-invalid')
  })
})

describe('a reference as text', () => {
  it.each([
    ['python:3', 'docker.io/library/python:3'],
    ['ghcr.io/acme/app', 'ghcr.io/acme/app'],
    [`acme/app:1@${sha256}`, `docker.io/acme/app:1@${sha256}`],
  ])('is written in full: %s', (text, full) => {
    expect(formatReference(parseReference(text))).toBe(full)
  })

  it('names its repository without tag and digest', () => {
    expect(formatRepository(parseReference(`localhost:5000/a/b:1@${sha512}`))).toBe('localhost:5000/a/b')
  })
})

describe('what a reference stands for', () => {
  it.each([
    ['python', { tag: 'latest' }],
    ['python:3', { tag: '3' }],
    [`python@${sha256}`, { digest: sha256 }],
    [`python:3@${sha256}`, { digest: sha256 }],
  ])('%s', (text, target) => {
    expect(referenceTarget(parseReference(text))).toEqual(target)
  })

  it('is the digest alone once it is pinned', () => {
    expect(formatReference(withDigest(parseReference(`python:3@${sha256}`), sha512))).toBe(
      `docker.io/library/python@${sha512}`,
    )
  })
})
