import { describe, expect, it } from 'vitest'
import { formatImageName } from '../../../reporters/image-name.ts'

const [a, b, index] = ['a', 'b', 'c'].map((digit) => `sha256:${digit.repeat(64)}` as const)

describe('the name of an image for people', () => {
  it.each([
    ['app:1', 'app:1@sha256:cccccccccccc'],
    [`app@${a}`, 'app@sha256:aaaaaaaaaaaa'],
    [`assemble:app@${a},app@${b}`, 'assemble:app@sha256:{aaaaaaaaaaaa,bbbbbbbbbbbb} (sha256:cccccccccccc)'],
    [`assemble:app@${a},it@${b}`, 'assemble:app@sha256:aaaaaaaaaaaa,it@sha256:bbbbbbbbbbbb (sha256:cccccccccccc)'],
    [`assemble:app@${a},oci:out`, 'assemble:app@sha256:aaaaaaaaaaaa,oci:out (sha256:cccccccccccc)'],
    ['assemble:app:1,app:1', 'assemble:app:1,app:1 (sha256:cccccccccccc)'],
  ])('%s is short, with the digest that was looked at', (reference, name) => {
    expect(formatImageName({ reference, ...(index === undefined ? {} : { digest: index }) })).toBe(name)
  })
})
