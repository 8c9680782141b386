import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const project = fileURLToPath(new URL('../../..', import.meta.url))

/** A page that users read. */
export interface Page {
  /** From the project's folder. */
  readonly path: string
  readonly text: string
}

/** A fenced block of code. */
export interface CodeBlock {
  readonly page: string
  readonly language: string
  readonly text: string
}

export const pages: readonly Page[] = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(`${project}/examples`).map((name) => `examples/${name}/README.md`),
  ...readdirSync(`${project}/docs`).map((name) => `docs/${name}`),
].map((path) => ({ path, text: readFileSync(`${project}/${path}`, 'utf8') }))

export const blocks: readonly CodeBlock[] = pages.flatMap(({ path, text }) =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', code = '']) => ({
    page: path,
    language,
    text: code,
  })),
)

/** Pieces of code within the text, blocks left out. */
export function listInlineCode({ text }: Page): readonly string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '')
  return [...prose.matchAll(/`([^`]+)`/g)].flatMap(([, code]) => code?.replaceAll(/\s+/g, ' ') ?? [])
}

/** Lines of shell: all of a `sh` block, and what follows a prompt in a `console` block; a continued line is one. */
export function listShellLines(): readonly { readonly page: string; readonly line: string }[] {
  return blocks.flatMap(({ page, language, text }) => {
    const lines = text
      .replaceAll(/\\\n\s*/g, '')
      .split('\n')
      .map((line) => line.trim())
    const typed =
      language === 'sh'
        ? lines
        : language === 'console'
          ? lines.flatMap((line) => /^\$ (.*)/.exec(line)?.[1] ?? [])
          : []
    return typed.filter((line) => line !== '').map((line) => ({ page, line }))
  })
}
