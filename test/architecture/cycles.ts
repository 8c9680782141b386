import { importEdges } from './import-graph.ts'
import type { Rule } from './rule.ts'
import type { SourceTree } from './source-tree.ts'

type Graph = ReadonlyMap<string, readonly string[]>

function importGraph(tree: SourceTree): Graph {
  const paths = new Set(tree.sources.map((file) => file.path))
  return new Map(
    tree.sources.map((file) => [
      file.path,
      importEdges(file)
        .map((edge) => edge.to ?? '')
        .filter((to) => paths.has(to)),
    ]),
  )
}

/** One cycle per knot: depth first, a path that meets itself is a cycle. */
function findCycles(graph: Graph): readonly (readonly string[])[] {
  const cycles: (readonly string[])[] = []
  const finished = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(path)
    if (seenAt >= 0) cycles.push([...trail.slice(seenAt), path])
    if (seenAt >= 0 || finished.has(path)) return
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
    finished.add(path)
  }
  for (const path of graph.keys()) visit(path, [])
  return cycles
}

export const hasNoCycles: Rule = {
  name: 'has no import cycles, types included',
  check: (tree) =>
    findCycles(importGraph(tree)).map(
      (cycle) => `${cycle.join(' → ')}: move what they share to a file of its own that imports none of them`,
    ),
}
