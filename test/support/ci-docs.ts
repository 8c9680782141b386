import { blocks } from '../unit/docs/documents.ts'

/** A block of code of the page on CI, by the name in its first line: `build.sh`, `.gitlab-ci.yml`. */
export function ciBlock(name: string): string {
  const found = blocks.filter(({ page, text }) => page === 'docs/ci.md' && text.split('\n')[0]?.includes(name))
  const [block, ...others] = found
  if (block === undefined || others.length > 0) throw new Error(`docs/ci.md has ${found.length} blocks named ${name}`)
  return block.text
}
