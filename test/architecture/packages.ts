import { isBuiltin } from 'node:module'
import { importEdges, type ImportEdge } from './import-graph.ts'
import { at, type Rule } from './rule.ts'
import { shippedSources, type SourceTree } from './source-tree.ts'
import { readPackage } from './package-file.ts'

/** Where a package may be imported; one that is not named here may be imported anywhere. */
const homes: Readonly<Record<string, readonly string[]>> = {
  dockerode: ['src/engine/'],
  'docker-modem': ['src/engine/'],
  testcontainers: ['src/engine/'],
  undici: ['src/registry/', 'src/run/'],
  vitest: ['src/run/', 'src/harness/', 'src/projects/', 'src/vitest.ts', 'suites/'],
  '@vitest/runner': [],
  tinybench: ['src/bench/'],
  // A plotting library takes long to load: pictures alone wait for it.
  vega: ['reporters/'],
}

function packageEdges(tree: SourceTree): readonly (ImportEdge & { readonly packageName: string })[] {
  return shippedSources(tree)
    .flatMap(importEdges)
    .flatMap((edge) => (edge.packageName === undefined ? [] : [{ ...edge, packageName: edge.packageName }]))
}

export const confinesPackages: Rule = {
  name: 'imports each package in its own folder only',
  check: (tree) =>
    packageEdges(tree)
      .filter(({ from, packageName }) => homes[packageName]?.some((home) => from.path.startsWith(home)) === false)
      .map(({ from, start, packageName }) => {
        const allowed = homes[packageName]?.join(', ') ?? ''
        const advice =
          allowed === '' ? 'use what vitest itself exports' : `it is used in ${allowed} only, go through that`
        return `${at(from, { start })} imports ${packageName}: ${advice}`
      }),
}

export const declaresPackages: Rule = {
  name: 'declares every package it imports, and imports every one it declares',
  check: (tree) => {
    const { name, dependencies, peerDependencies } = readPackage(tree)
    const declared = new Set([...dependencies, ...peerDependencies])
    const edges = packageEdges(tree)
    const imported = new Set(edges.map((edge) => edge.packageName))
    // Types are gone when it runs.
    const undeclared = edges
      .filter((edge) => !edge.isType)
      .filter(({ packageName }) => packageName !== name && !declared.has(packageName) && !isBuiltin(packageName))
      .map((edge) => `${at(edge.from, edge)} imports ${edge.packageName}: add it to dependencies in package.json`)
    const unused = [...declared]
      .filter((dependency) => !imported.has(dependency))
      .map((dependency) => `package.json depends on ${dependency}, which nothing imports: remove it`)
    return [...undeclared, ...unused]
  },
}

export const namesBuiltinsWithNode: Rule = {
  name: "imports Node's modules as node:…",
  check: (tree) =>
    packageEdges(tree)
      .filter(({ specifier }) => isBuiltin(specifier) && !specifier.startsWith('node:'))
      .map((edge) => `${at(edge.from, edge)} imports ${edge.specifier}: write node:${edge.specifier}`),
}

export const suitesImportByName: Rule = {
  name: 'keeps suites to what users have: the package by its name, and vitest',
  check: (tree) =>
    packageEdges(tree)
      .filter(({ from, packageName }) => {
        const { name } = readPackage(tree)
        return from.path.startsWith('suites/') && ![name, 'vitest'].includes(packageName) && !isBuiltin(packageName)
      })
      .map(
        (edge) =>
          `${at(edge.from, edge)} imports ${edge.specifier}: offer what it needs as a fixture of 'everyarch/vitest'`,
      ),
}
