/** The page with other lines in the first console block below a code's heading. @throws Error where there is none */
export function replaceExample(page: string, code: string, lines: readonly string[]): string {
  const { start, end } = findExample(page, code)
  return `${page.slice(0, start)}${lines.map((line) => `${line}\n`).join('')}${page.slice(end)}`
}

/** The lines of that block. @throws Error where there is none */
export function readExample(page: string, code: string): readonly string[] {
  const { start, end } = findExample(page, code)
  return page.slice(start, end).split('\n').slice(0, -1)
}

const opening = '\n```console\n'

function findExample(page: string, code: string): { readonly start: number; readonly end: number } {
  const heading = page.indexOf(`\n### \`${code}\`\n`)
  const next = page.indexOf('\n#', heading + 1)
  const block = page.indexOf(opening, heading)
  if (heading === -1 || block === -1 || (next !== -1 && next < block)) {
    throw new Error(`the page has no heading ${code} with a console block below`)
  }
  const start = block + opening.length
  const end = page.indexOf('```', start)
  if (end === -1) throw new Error(`the console block of ${code} has no end`)
  return { start, end }
}
