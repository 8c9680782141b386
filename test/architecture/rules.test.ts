import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Rule } from './rule.ts'
import { rules } from './rules.ts'
import { readSourceTree } from './source-tree.ts'
import { soundProject, violations } from './violations.ts'

async function checkProject(files: Readonly<Record<string, string>>, rule: Rule): Promise<readonly string[]> {
  await using root = await mkdtempDisposable(join(tmpdir(), 'everyarch-architecture-'))
  for (const [path, text] of Object.entries(files)) {
    const target = join(root.path, path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, text)
  }
  return rule.check(readSourceTree(root.path))
}

describe.each(rules)('the rule "$name"', (rule) => {
  it('is kept by a sound project', async () => {
    expect(await checkProject(soundProject, rule)).toEqual([])
  })

  const broken = violations.filter((violation) => violation.rule === rule.name)

  it('has an example that breaks it', () => {
    expect(broken).not.toHaveLength(0)
  })

  it.each(broken)('is broken when $because', async ({ files, says }) => {
    expect((await checkProject({ ...soundProject, ...files }, rule)).join('\n')).toContain(says)
  })
})
