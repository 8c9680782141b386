import { expect, it } from 'vitest'
import { describeOddOneOut, oddOneOut } from '../../../src/audit/odd-one-out.ts'

const [a, b, c] = ['linux/amd64', 'linux/arm64', 'linux/s390x']

it.each([
  [{ index: a, config: a, files: a }, undefined, /: all agree$/],
  [{ index: b, config: a, files: a }, 'index', /: the index is the odd one, list the image as linux\/amd64$/],
  [{ index: b, config: a, files: b }, 'config', /: the config is the odd one, build it with --platform linux\/arm64$/],
  [{ index: b, config: b, files: a }, 'files', /, the files are linux\/amd64: the files are the odd ones$/],
  [{ index: a, config: b, files: c }, undefined, /: no two agree$/],
  [{ index: a, config: b }, undefined, /^the index says linux\/amd64, the config linux\/arm64$/],
] as const)('of %j the odd one is %s', (witnesses, odd, sentence) => {
  expect(oddOneOut(witnesses)).toBe(odd)
  expect(describeOddOneOut(witnesses)).toMatch(sentence)
})
