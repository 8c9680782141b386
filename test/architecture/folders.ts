import { layers } from './layers.ts'
import { readPackage } from './package-file.ts'
import type { Rule } from './rule.ts'

const children: Readonly<Record<string, readonly string[]>> = {
  '': ['src', 'reporters', 'suites', 'test', 'examples', 'scripts', 'docs', '.ci', '.github'],
  src: layers.filter((layer) => layer !== 'errors'),
  reporters: [],
  suites: [],
  test: ['unit', 'integration', 'e2e', 'support', 'fixtures', 'bench', 'soak', 'arm64-node', 'architecture'],
}

/** Names that say nothing of what is inside. */
const vague = /(^|-)(utils?|helpers?|commons?|managers?|services?|misc|stuff)$/

/** Docker's and the distribution specification's own words for what they name. */
const fieldTerms = new Set(['credential-helper', 'token-service'])

export const knowsItsFolders: Rule = {
  name: 'has the folders of its layout, with names that say what is inside',
  check: (tree) => {
    const misplaced = tree.folders
      .map((path) => ({ path, parent: path.split('/').slice(0, -1).join('/'), name: path.split('/').at(-1) ?? '' }))
      .filter(({ parent, name }) => children[parent]?.includes(name) === false)
      .map(({ path, parent }) => {
        const rooms = children[parent]?.join(', ') ?? ''
        return `${path}/ is no folder of the layout: ${rooms === '' ? 'keep its files flat' : `use one of ${rooms}`}`
      })
    const unnamed = [...tree.folders, ...tree.files.map((file) => file.path)]
      .filter((path) => /^(src|reporters|suites|test|scripts)\//.test(path) && !path.startsWith('test/fixtures/'))
      .map((path) => ({ path, name: path.split('/').at(-1)?.split('.')[0] ?? '' }))
      .filter(({ name }) => vague.test(name) && !fieldTerms.has(name))
      .map(({ path }) => `${path}: name it after the one noun or verb it holds`)
    return [...misplaced, ...unnamed]
  },
}

export const publishesItsEntries: Rule = {
  name: 'has one entry file for each export, and no other file beside src/errors.ts',
  check: (tree) => {
    const { entries } = readPackage(tree)
    const files = tree.files.map((file) => file.path).filter((path) => /^src\/[^/]+$/.test(path))
    return [
      ...entries
        .filter((path) => !files.includes(path))
        .map((path) => `package.json exports ${path}: there is no such file`),
      ...files
        .filter((path) => path !== 'src/errors.ts' && !entries.includes(path))
        .map((path) => `${path} is no entry of package.json's exports: move it to the folder it belongs to`),
    ]
  },
}
