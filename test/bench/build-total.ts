import { execFileSync } from 'node:child_process'
import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { findBuilder } from '../../src/build/find-builder.ts'
import { openBuildTimer } from '../../src/build/time-build.ts'
import { asObject, asString, parseJson } from '../../src/oci/json.ts'
import { formatPlatform, parsePlatform } from '../../src/oci/platform.ts'

// Holds what builds of the Flask example take by their steps' events against the total of BuildKit's own record of them.

const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7'].map((name) => parsePlatform(name))
const env = process.env
const base = execFileSync('scripts/engine', ['base', 'flask'], { encoding: 'utf8' }).trim()
const { signal } = new AbortController()
const { builder } = await findBuilder({ env, platforms, signal, onStart: () => undefined })
await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-bench-'))
const metadataFile = join(folder.path, 'metadata.json')
const timer = openBuildTimer({
  wishes: {
    source: { kind: 'context', context: 'examples/flask' },
    buildArgs: [],
    buildContexts: base === '' ? [] : [base.replace('--build-context=', '')],
    secrets: [],
    ssh: [],
    cacheFrom: [],
    cacheTo: [],
    labels: [],
    annotations: [],
    buildxArgs: [],
  },
  builder,
  env,
  target: 'default',
  metadataFile,
})

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** What BuildKit keeps of the last build: from the request to its end. */
async function totalMs(): Promise<number> {
  const metadata = asObject(parseJson(await readFile(metadataFile), 'metadata'))
  const id = metadata.required('buildx.build.ref', asString).split('/').at(-1) ?? ''
  const args = ['buildx', 'history', 'inspect', '--builder', builder.name, '--format', 'json', id]
  const record: unknown = JSON.parse(execFileSync('docker', args, { encoding: 'utf8' }))
  const duration = typeof record === 'object' && record !== null ? Number(Reflect.get(record, 'Duration')) : Number.NaN
  return duration / 1e6
}

say('| Build | Platform | BuildKit’s record | Union of the steps | Difference |')
say('| ----- | -------- | ----------------: | -----------------: | ---------: |')
for (const platform of platforms) {
  for (const heat of ['cold', 'warm'] as const) {
    const { durationMs } = await timer.time(platform, heat, signal)
    const total = await totalMs()
    const part = (Math.abs(total - durationMs) / total) * 100
    const times = `${total.toFixed(1)} ms | ${durationMs.toFixed(1)} ms`
    say(`| ${heat} | \`${formatPlatform(platform)}\` | ${times} | ${part.toFixed(2)} % |`)
  }
}
