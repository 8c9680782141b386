import { readFile, writeFile } from 'node:fs/promises'
import { openDistributionRegistry } from '../test/support/distribution-registry.ts'
import { runExamples } from '../test/support/finding-examples/run-examples.ts'
import { showExample } from '../test/support/finding-examples/show.ts'
import { staticExamples } from '../test/support/finding-examples/static-examples.ts'
import { startStaticRegistry } from '../test/support/static-registry.ts'
import { replaceExample } from './document-example.ts'

const usage = `usage: npm run -s docs:findings -- [CODE|AREA]...

Makes the outputs of docs/findings.md anew: those that need no engine, or of these codes and areas. What is found by running
(execution, run) needs root, an engine and a registry: eval "$(scripts/engine env)".`

const path = 'docs/findings.md'
const words = process.argv.slice(2)
const isWanted = (code: string): boolean => words.some((word) => code === word || code.startsWith(`${word}/`))
const toRun = runExamples.filter(({ code }) => isWanted(code))
const toInspect = staticExamples.filter(({ code }) => words.length === 0 || isWanted(code))
if (toRun.length + toInspect.length === 0) throw new Error(usage)

await using served = await startStaticRegistry()
for (const example of [...toInspect, ...toRun]) {
  const registry = toRun.includes(example) ? openDistributionRegistry() : served
  const lines = await showExample(example, registry)
  await writeFile(path, replaceExample(await readFile(path, 'utf8'), example.code, lines))
  process.stdout.write(`${path}: ${example.code}\n`)
}
