import { readFile, writeFile } from 'node:fs/promises'
import { showExample } from '../test/support/finding-examples/show.ts'
import { staticExamples } from '../test/support/finding-examples/static-examples.ts'
import { startStaticRegistry } from '../test/support/static-registry.ts'
import { replaceExample } from './document-example.ts'

const path = 'docs/findings.md'

await using registry = await startStaticRegistry()
for (const example of staticExamples) {
  const lines = await showExample(example, registry)
  await writeFile(path, replaceExample(await readFile(path, 'utf8'), example.code, lines))
  process.stdout.write(`${path}: ${example.code}\n`)
}
