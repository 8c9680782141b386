import type { ElfFacts } from '../elf/elf-facts.ts'
import type { FileEntry, RootFs } from '../image/rootfs.ts'
import { quoteText } from '../oci/quote.ts'
import type { FindingCode } from '../report/finding-codes.ts'
import { describeCode } from './rootfs-code.ts'
import { showPath } from './rootfs-paths.ts'

/** Why a command certainly does not start. */
export interface ChainProblem {
  readonly code: FindingCode
  readonly message: string
  readonly hint?: string
  readonly path: string
  /** Of machine code that is not the platform's. */
  readonly architecture?: string
}

/** What a file is to the command that leads to it. */
export type Role =
  | { readonly kind: 'entrypoint' }
  | { readonly kind: 'started' }
  | { readonly kind: 'interpreter'; readonly script: string }
  | { readonly kind: 'loader'; readonly program: string }

const sameEverywhere = 'this is no architecture problem'

export function explainForeign({ path }: FileEntry, facts: ElfFacts, role: Role): ChainProblem {
  const architecture = describeCode(facts)
  const message = `${describe(path, role)} is for ${architecture}`
  return { code: 'rootfs/foreign-entrypoint', message, path, architecture }
}

/** Programs of other systems. */
export function explainOtherSystem(entry: FileEntry, role: Role): ChainProblem | undefined {
  const { content, path } = entry
  if (content?.kind !== 'pe' && content?.kind !== 'macho') return undefined
  const system = content.kind === 'pe' ? 'Windows' : 'macOS'
  const architecture = `${system} ${content.architecture}`
  const message = `${describe(path, role)} is a program for ${system} (${content.architecture})`
  return { code: 'rootfs/foreign-entrypoint', message, path, architecture }
}

export function explainMissing(name: string, path: string, reason: string): ChainProblem {
  const subject = reason.startsWith(showPath(name))
    ? 'the entrypoint'
    : `the entrypoint ${showPath(name)} cannot be found:`
  const message = `${subject} ${reason}; ${sameEverywhere}`
  return { code: 'rootfs/entrypoint-missing', message, path }
}

export function explainRefused(path: string, reason: string, role: Role): ChainProblem {
  const purpose =
    role.kind === 'interpreter'
      ? `, and ${showPath(role.script)} is run by it`
      : role.kind === 'loader'
        ? `, and ${showPath(role.program)} is loaded by it`
        : ''
  const hint = 'give it permission in the build: COPY --chmod=755, or RUN chmod +x'
  return {
    code: 'rootfs/entrypoint-not-executable',
    message: `${reason}${purpose}; ${sameEverywhere}`,
    path,
    ...(reason.includes(' mode ') ? { hint } : {}),
  }
}

export function explainUnlinked({ path }: FileEntry, { type }: ElfFacts): ChainProblem {
  const what = type === 'core' ? 'a core dump' : 'an object file that was never linked'
  return { code: 'rootfs/entrypoint-not-executable', message: `${showPath(path)} is ${what}; ${sameEverywhere}`, path }
}

/** A file that is neither machine code nor a script: the kernel refuses it, a shell would run it. */
export function explainNoProgram({ path, content }: FileEntry, role: Role): ChainProblem | undefined {
  const subject = describe(path, role)
  if (content?.kind === 'empty') {
    return { ...noShebang(path, `${subject} is empty`), hint: 'the step that should have written it wrote nothing' }
  }
  if (content?.kind !== 'text') return undefined
  const start = content.firstBytes
  if (start.startsWith('\0asm')) return undefined
  if (/^\xef\xbb\xbf\s*#!/.test(start)) return noShebang(path, `${subject} has a byte order mark before its #!`)
  if (/^(?:\xff\xfe|\xfe\xff)/.test(start))
    return noShebang(path, `${subject} is text in UTF-16, which the kernel does not read`)
  if (/^\s+#!/.test(start)) return noShebang(path, `${subject} has blanks or an empty line before its #!`)
  if (/^#[^!].*\n#!/s.test(start))
    return noShebang(path, `${subject} has a comment before its #!, which must be its first two bytes`)
  if (isText(start)) return noShebang(path, `${subject} is text that does not begin with #!`)
  const what = start.startsWith('\x7fELF') ? 'damaged: an ELF header that is cut or makes no sense' : 'no program'
  const begins = start.startsWith('\x7fELF') ? '' : `: it begins with ${quoteText(start.slice(0, 8))}`
  const message = `${subject} is ${what}${begins}; ${sameEverywhere}`
  const hint = 'look at how the file gets into the image: a cut download and an archive not unpacked look like this'
  return { code: 'rootfs/entrypoint-not-executable', message, path, hint }
}

/** Control characters other than blanks and escape mean that it is none. */
function isText(start: string): boolean {
  return Array.from(start).every((character) => character >= ' ' || '\t\n\v\f\r\x1b'.includes(character))
}

export function noShebang(path: string, problem: string): ChainProblem {
  const hint = 'an init or a shell runs such a file all the same, an engine does not: begin it with #!/bin/sh'
  return { code: 'rootfs/entrypoint-no-shebang', message: `${problem}; ${sameEverywhere}`, path, hint }
}

/** @param byEnv it is `env` that looks for it */
export function explainInterpreter(script: string, name: string, reason: string, byEnv: boolean): ChainProblem {
  const shown = quoteText(name).replaceAll(String.raw`\u000d`, String.raw`\r`)
  const wants = `${showPath(script)} wants ${byEnv ? 'env to start ' : ''}${shown}`
  const code = 'rootfs/shebang-interpreter-missing'
  if (name.endsWith('\r')) {
    const message = `${wants}: its first line has a Windows line ending (CRLF), and the carriage return is part of the name; ${sameEverywhere}`
    return {
      code,
      message,
      path: script,
      hint: 'save it with LF line endings; *.sh text eol=lf in .gitattributes keeps it so',
    }
  }
  const message = `${wants}: ${reason}; ${sameEverywhere}`
  if (!byEnv || !name.includes(' ')) return { code, message, path: script }
  return { code, message, path: script, hint: 'the kernel hands over all words as one: split them with env -S' }
}

export function explainLoader(rootfs: RootFs, program: string, loader: string, reason: string): ChainProblem {
  const message = `${showPath(program)} needs the loader ${showPath(loader)}: ${reason}; ${sameEverywhere}`
  const code = 'rootfs/elf-interpreter-missing'
  const hasMusl = rootfs.list('/lib').some(({ path }) => path.startsWith('/lib/ld-musl-'))
  if (hasMusl && loader.includes('ld-linux')) {
    return {
      code,
      message,
      path: program,
      hint: 'it was built for glibc, the image has musl: build it there, or link it statically',
    }
  }
  if (loader.includes('ld-musl-')) {
    return {
      code,
      message,
      path: program,
      hint: 'it was built for musl, the image lacks that: build it for glibc, or link it statically',
    }
  }
  return { code, message, path: program, hint: 'link it statically, or bring the C library it was built for' }
}

function describe(path: string, role: Role): string {
  const shown = showPath(path)
  switch (role.kind) {
    case 'entrypoint':
      return `the entrypoint ${shown}`
    case 'started':
      return `${shown}, which the entrypoint starts,`
    case 'interpreter':
      return `${shown}, which runs ${showPath(role.script)},`
    case 'loader':
      return `${shown}, the loader of ${showPath(role.program)},`
  }
}
