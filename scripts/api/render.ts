import type { ApiDeclaration } from './declaration.ts'
import { listChoices } from './choices.ts'
import type { ApiEntry } from './entries.ts'
import { listBases, listMembers, type ApiMember } from './members.ts'

/** The names that have a heading, for links. */
type Names = ReadonlySet<string>

/** So many choices are listed; of more, where their table is. */
const mostChoices = 24

/** The page of what the package exports: values first, then types. */
export function renderApi(entries: readonly ApiEntry[]): readonly string[] {
  const names = new Set(entries.flatMap(({ declarations }) => declarations.map(({ name }) => name)))
  return entries.flatMap(({ specifier, declarations }) => {
    const isType = ({ kind }: ApiDeclaration): boolean => kind === 'interface' || kind === 'type'
    const values = declarations.filter((declaration) => !isType(declaration))
    const types = declarations.filter(isType)
    return [
      `## ${specifier}`,
      '',
      ...[...values, ...types].flatMap((declaration) => renderDeclaration(declaration, names)),
    ]
  })
}

function renderDeclaration(declaration: ApiDeclaration, names: Names): readonly string[] {
  const { name, kind, doc } = declaration
  return [
    `### ${name}`,
    '',
    doc?.says ?? '',
    '',
    ...(kind === 'function' ? renderSignatures(declaration) : []),
    ...(kind === 'type' ? renderType(declaration) : []),
    ...(kind === 'interface' || kind === 'class' ? renderMembers(declaration, names) : []),
    ...(doc?.throws ?? []).flatMap((text) => [nameErrors(text), '']),
  ]
}

function renderSignatures({ name, nodes, source }: ApiDeclaration): readonly string[] {
  const signatures = nodes.flatMap((node) => {
    if (node.type !== 'FunctionDeclaration' && node.type !== 'TSDeclareFunction') return []
    // What has a default may be left out.
    const params = node.params.map((param) => source.textOf(param).replace(/^(\w+)(: .*?) = .*$/, '$1?$2'))
    const result = node.returnType ? source.textOf(node.returnType) : ''
    return [`function ${name}(${params.join(', ')})${result}`]
  })
  return codeBlock(signatures)
}

function renderType(declaration: ApiDeclaration): readonly string[] {
  const { name, nodes, source } = declaration
  const choices = listChoices(declaration)
  if (choices === undefined) return codeBlock(nodes.map((node) => source.linesOf(node)))
  if (choices.length <= mostChoices) {
    return codeBlock([`type ${name} = ${choices.map((choice) => `'${choice}'`).join(' | ')}`])
  }
  const [first = '', second = ''] = choices
  return [`One of ${choices.length} words: \`${first}\`, \`${second}\`, … [Verdicts](verdicts.md) has them all.`, '']
}

/** Not in a language whose blocks are programs: these are declarations without what they refer to. */
function codeBlock(lines: readonly string[]): readonly string[] {
  return ['```typescript', ...lines, '```', '']
}

function renderMembers(declaration: ApiDeclaration, names: Names): readonly string[] {
  const { nodes, source } = declaration
  const [node] = nodes
  const bases = node?.type === 'TSInterfaceDeclaration' ? listBases(node, source) : []
  const inherited = bases.filter(({ text }) => [...names].some((name) => new RegExp(`\\b${name}\\b`).test(text)))
  const members = listMembers(declaration, (name) => names.has(name))
  return [
    ...(inherited.length === 0
      ? []
      : [
          `It has all of ${inherited.map(({ text }) => linkTypes(text, names)).join(' and ')}${members.length === 0 ? '.' : ', and:'}`,
          '',
        ]),
    ...(members.length === 0
      ? []
      : ['| Name | Type | Says |', '| --- | --- | --- |', ...members.map((it) => renderMember(it, names)), '']),
  ]
}

function renderMember({ name, isOptional, type, doc }: ApiMember, names: Names): string {
  const usual = doc?.default === undefined ? '' : ` Default: ${doc.default}.`
  const throws = (doc?.throws ?? []).map((text) => ` ${nameErrors(text)}`).join('')
  return `| \`${name}${isOptional ? '?' : ''}\` | ${escapeCell(linkTypes(type, names))} | ${escapeCell(`${doc?.says ?? ''}${usual}${throws}`)} |`
}

function nameErrors(text: string): string {
  return `Throws ${text.replace(/\.$/, '')}.`
}

/** Code in which the names of types lead to their headings. */
function linkTypes(type: string, names: Names): string {
  return type
    .split(/(?<![\w.'-])(?=[A-Z]\w+)|(?<=[A-Z]\w+)(?![\w'-])/)
    .reduce<readonly string[]>((pieces, piece) => {
      const last = pieces.at(-1)
      const isPlain = (text: string | undefined): text is string => text !== undefined && !names.has(text)
      return isPlain(piece) && isPlain(last) ? [...pieces.slice(0, -1), last + piece] : [...pieces, piece]
    }, [])
    .filter((piece) => piece !== '')
    .map((piece) => (names.has(piece) ? `[\`${piece}\`](#${piece.toLowerCase()})` : `\`${piece}\``))
    .join('')
}

/** A pipe ends a cell even within code. */
function escapeCell(text: string): string {
  return text.replaceAll('|', String.raw`\|`)
}
