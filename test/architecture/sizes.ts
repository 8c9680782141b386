import type { Rule } from './rule.ts'
import { shippedSources } from './source-tree.ts'

const longest = 300
const highestMedian = 90

function lineCount(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}

export const keepsFilesShort: Rule = {
  name: `has no file of code over ${longest} lines`,
  check: (tree) =>
    tree.files
      .filter(({ path }) => /\.(ts|mjs|js|sh)$|^(scripts|\.ci)\//.test(path))
      .map(({ path, text }) => ({ path, lines: lineCount(text) }))
      .filter(({ lines }) => lines > longest)
      .map(({ path, lines }) => `${path} has ${lines} lines: give one of its nouns a file of its own`),
}

export const keepsMedianLow: Rule = {
  name: `has sources of under ${highestMedian} lines in the median`,
  check: (tree) => {
    const counts = shippedSources(tree).map((file) => lineCount(file.text))
    const median = counts.sort((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0
    return median < highestMedian
      ? []
      : [`the median source has ${median} lines: split the ones that hold several things`]
  },
}
