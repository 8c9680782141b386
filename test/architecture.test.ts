import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { rules } from './architecture/rules.ts'
import { readSourceTree } from './architecture/source-tree.ts'

const tree = readSourceTree(fileURLToPath(new URL('..', import.meta.url)))

describe('the project', () => {
  it.each(rules)('$name', ({ check }) => {
    const broken = check(tree)
    if (broken.length > 0) expect.fail(broken.join('\n'))
  })
})
