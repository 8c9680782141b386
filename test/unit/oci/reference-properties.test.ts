import { describe, expect, it } from 'vitest'
import { HarnessError } from '../../../src/errors.ts'
import {
  formatFamiliarReference,
  formatReference,
  parseReference,
  referenceTarget,
  withDigest,
} from '../../../src/oci/reference.ts'
import { createRandom, type Random } from './random.ts'
import { sha256, sha512 } from './reference-rows.ts'

const cases = 3000

/** A text that the grammar allows. */
function validText(random: Random): string {
  const part = (): string =>
    random.several(1, 3, () => random.pick(['a', 'b0', '7', 'xyz'])).join(random.pick(['.', '_', '__', '-', '---']))
  const host = random.pick([
    '',
    'docker.io/',
    'index.docker.io/',
    'localhost/',
    'a.b/',
    'Host/',
    'h:5000/',
    '[::1]:80/',
  ])
  const path = random.several(1, 4, part).join('/')
  const tag = random.pick(['', ':latest', ':1.2-3_4', ':_'])
  return `${host}${path}${tag}${random.pick(['', `@${sha256}`, `@${sha512}`])}`
}

/** A text that is made of the grammar's pieces in any order. */
function anyText(random: Random): string {
  const pieces = [
    'a',
    'Foo',
    '.',
    '_',
    '-',
    '/',
    ':',
    '@',
    sha256,
    '[::1]',
    'localhost',
    ':5000/',
    ' ',
    'é',
    '%',
    '\u0000',
  ]
  return random.several(1, 9, () => random.pick(pieces)).join('')
}

describe('a reference', () => {
  it('that the grammar allows means the same in full and as Docker shows it', () => {
    const random = createRandom(1)
    for (let count = 0; count < cases; count++) {
      const text = validText(random)
      const reference = parseReference(text)
      expect(parseReference(formatReference(reference)), text).toEqual(reference)
      expect(parseReference(formatFamiliarReference(reference)), text).toEqual(reference)
      expect(formatReference(reference).endsWith(text.replace(/^(index\.)?docker\.io\//, '')), text).toBe(true)
      expect(referenceTarget(withDigest(reference, sha512)), text).toEqual({ digest: sha512 })
    }
  })

  it('of any text is refused as such, or means the same once written in full', () => {
    const random = createRandom(2)
    let refused = 0
    for (let count = 0; count < cases; count++) {
      const text = anyText(random)
      try {
        const reference = parseReference(text)
        expect(parseReference(formatReference(reference)), text).toEqual(reference)
      } catch (error) {
        if (!(error instanceof HarnessError)) throw error
        expect([error.code, error.hint === undefined], text).toEqual(['reference-invalid', false])
        expect(error.message).not.toMatch(/\p{Cc}/u)
        refused++
      }
    }
    expect(refused).toBeGreaterThan(cases / 10)
    expect(refused).toBeLessThan(cases)
  })
})
