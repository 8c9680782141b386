import { importEdges, findImportChain, type ImportEdge } from './import-graph.ts'
import { at, type Rule } from './rule.ts'
import { shippedSources } from './source-tree.ts'

/** Data flows one way: a folder imports only from its left. */
export const layers: readonly string[] =
  'errors oci elf report config registry image engine emulation build audit plan bench harness run init verbs projects cli'.split(
    ' ',
  )

/** Who sees less, or other things, than what lies to its left. */
const special: Readonly<Record<string, readonly string[]>> = {
  // Lives in test workers: it stays light, and never sees the runner that started it.
  harness: ['errors', 'oci', 'elf', 'report', 'engine', 'emulation'],
  cli: [...layers, 'reporters'],
  reporters: ['errors', 'oci', 'report'],
  suites: [],
  // The package's entries, which re-export.
  'src/index.ts': [...layers.filter((layer) => layer !== 'cli'), 'reporters'],
  'src/config.ts': ['errors', 'oci', 'report', 'config'],
  'src/vitest-config.ts': layers.filter((layer) => layer !== 'cli'),
  'src/vitest.ts': ['errors', 'oci', 'elf', 'report', 'engine', 'emulation', 'harness'],
}

/** `oci` of `src/oci/digest.ts`; an entry is its own place. */
function placeOf(path: string): string {
  const [top = '', second = ''] = path.split('/')
  if (top !== 'src') return top
  if (path === 'src/errors.ts') return 'errors'
  return second.endsWith('.ts') ? path : second
}

function visibleFrom(place: string): readonly string[] {
  return special[place] ?? layers.slice(0, Math.max(layers.indexOf(place), 0))
}

function explain({ from, to = '', specifier, start }: ImportEdge): string {
  const source = placeOf(from.path)
  const target = placeOf(to)
  const where = `${at(from, { start })} imports ${specifier}`
  if (source === 'suites') return `${where}: suites are users' code, import it from 'everyarch' or 'everyarch/vitest'`
  if (target.endsWith('.ts')) return `${where}: an entry is for users, import from the folder that holds it`
  if (target === 'reporters')
    return `${where}: only cli and src/index.ts see reporters, pass the reporter in from there`
  const visible = visibleFrom(source)
  const advice = visible.length === 0 ? 'nothing' : `only ${visible.join(', ')}`
  return `${where}: ${source} sees ${advice}. Move what both need to the left of ${source}, or pass it in as an argument`
}

export const importsOnlyToTheLeft: Rule = {
  name: 'imports only from the left: errors → oci → … → verbs → cli',
  check: (tree) =>
    shippedSources(tree)
      .flatMap(importEdges)
      .filter(({ from, to }) => {
        if (to === undefined) return false
        const [source, target] = [placeOf(from.path), placeOf(to)]
        return source !== target && !visibleFrom(source).includes(target)
      })
      .map(explain),
}

export const importsOfFilesThatExist: Rule = {
  name: 'imports sources by the path they have',
  check: (tree) => {
    const paths = new Set(tree.files.map((file) => file.path))
    return tree.sources
      .flatMap(importEdges)
      .filter(({ from, to }) => to !== undefined && !from.path.startsWith('examples/') && !paths.has(to))
      .map((edge) => `${at(edge.from, edge)} imports ${edge.specifier}: there is no such file, end the path in .ts`)
  },
}

export const workersStartLight: Rule = {
  name: 'keeps testcontainers out of test workers',
  check: (tree) =>
    tree.sources
      .filter((file) => file.path === 'src/vitest.ts' || file.path.startsWith('src/harness/'))
      .map((file) => findImportChain(tree, file, 'testcontainers', (edge) => !edge.isType && !edge.isLazy))
      .filter((chain) => chain !== undefined)
      .map(
        (chain) => `${chain.join(' → ')}: a worker loads this at its start; import the half of src/engine without it`,
      ),
}
