import { readFile, writeFile } from 'node:fs/promises'
import { format, resolveConfig } from 'prettier'

/** A part of a Markdown file that a program writes, between `<!-- NAME -->` and `<!-- /NAME -->`. */
export interface DocumentSection {
  readonly path: string
  readonly name: string
  readonly lines: readonly string[]
}

/** The text with the section's lines between its markers, formatted. @throws Error where the markers are missing */
export async function replaceSection(text: string, { path, name, lines }: DocumentSection): Promise<string> {
  const [opening, closing] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const start = text.indexOf(opening)
  const end = text.indexOf(closing)
  if (start === -1 || end < start) throw new Error(`${path} has no lines ${opening} and ${closing}, in this order`)
  const whole = `${text.slice(0, start)}${opening}\n\n${lines.join('\n')}\n\n${text.slice(end)}`
  return formatMarkdown(whole, path)
}

/** Markdown as the formatter of this project leaves it. */
export async function formatMarkdown(text: string, path: string): Promise<string> {
  return format(text, { ...(await resolveConfig(path)), parser: 'markdown' })
}

/** Writes a section into its file. */
export async function writeSection(section: DocumentSection): Promise<void> {
  const text = await readFile(section.path, 'utf8')
  await writeFile(section.path, await replaceSection(text, section))
}
