import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRandom, shuffle } from '../../src/bench/random.ts'
import { median } from '../../src/bench/statistics.ts'
import { runLabel } from '../../src/engine/labels.ts'
import { findEngineEndpoint } from '../../src/engine/find-endpoint.ts'
import { openEngine } from '../../src/engine/open-engine.ts'
import type { StartedContainer } from '../../src/engine/engine.ts'
import { asObject } from '../../src/oci/json.ts'
import { parsePlatform } from '../../src/oci/platform.ts'
import { timeCommand } from '../../src/run/time-command.ts'
import { runTask } from './everyarch.ts'

export interface AgreementOptions {
  /** `repository@digest` of one platform, which the engine holds. */
  readonly image: string
  readonly platform: string
  readonly rounds: number
  /** For hyperfine's results. */
  readonly folder: string
  readonly say: (line: string) => void
}

export interface AgreementResult {
  /** Medians, each less its own for `true`. */
  readonly oursMs: number
  readonly hyperfineMs: number
}

/** Of a command whose agreement counts: with a shorter one, starting it is too much of what is measured. */
const leastMs = 1000
const addUp = (numbers: number): readonly string[] => [
  'python',
  '-c',
  `sum(number * number for number in range(${numbers}))`,
]
const nothing = ['true'] as const

/** How our times of commands agree with hyperfine's, of the same commands in the same container, in turn. */
export async function measureAgreement(options: AgreementOptions): Promise<AgreementResult> {
  const { env } = process
  const endpoint = await findEngineEndpoint({ env, homeDir: env['HOME'] ?? '/' })
  const engine = await openEngine({ endpoint, env })
  const started = await engine.startContainer({
    image: options.image,
    platform: parsePlatform(options.platform),
    labels: { [runLabel]: `bench-${process.pid}` },
    entrypoint: ['sleep', '86400'],
    command: [],
  })
  try {
    if (started.kind === 'refused') throw new Error(started.message)
    return await compare(started.container, options)
  } finally {
    if (started.kind === 'started') await started.container.remove()
    await engine.close()
  }
}

async function compare(
  container: StartedContainer,
  { rounds, folder, say }: AgreementOptions,
): Promise<AgreementResult> {
  const random = createRandom(1)
  const work = await findWork(container)
  const ways = {
    'our work': () => timeOurs(container, work),
    'our nothing': () => timeOurs(container, nothing),
    'hyperfine work': () => timeHyperfine(container.id, work, folder),
    'hyperfine nothing': () => timeHyperfine(container.id, nothing, folder),
  }
  const times = new Map<string, number[]>()
  for (let round = 0; round <= rounds; round++) {
    for (const [name, time] of shuffle(Object.entries(ways), random)) {
      const tookMs = await time()
      // The first one warms up.
      if (round > 0) times.set(name, [...(times.get(name) ?? []), tookMs])
    }
    say(`round ${round} of ${rounds}`)
  }
  const middle = (name: keyof typeof ways): number => median(times.get(name) ?? [])
  return {
    oursMs: middle('our work') - middle('our nothing'),
    hyperfineMs: middle('hyperfine work') - middle('hyperfine nothing'),
  }
}

/** A command that takes {@link leastMs} or more in the container, whether it is emulated or not. */
async function findWork(container: StartedContainer): Promise<readonly string[]> {
  for (let numbers = 10_000_000; ; numbers *= 2) {
    const command = addUp(numbers)
    if ((await timeOurs(container, command)) > 1.5 * leastMs) return command
  }
}

async function timeOurs(container: StartedContainer, command: readonly string[]): Promise<number> {
  const { durations, problem } = await timeCommand(container, command, 600_000, new AbortController().signal)
  const [tookMs] = durations
  if (tookMs === undefined) throw new Error(problem)
  return tookMs
}

async function timeHyperfine(id: string, command: readonly string[], folder: string): Promise<number> {
  const file = join(folder, 'hyperfine.json')
  const words = ['docker', 'exec', id, ...command].map((word) => `'${word}'`).join(' ')
  await runTask('hyperfine', ['-N', '--runs', '1', '--warmup', '0', '--style', 'none', '--export-json', file, words])
  const document = asObject(JSON.parse(await readFile(file, 'utf8')))
  const [seconds] = document.list('results', (result, where) =>
    asObject(result, where).required('median', (value) => (typeof value === 'number' ? value : Number.NaN)),
  )
  if (seconds === undefined || Number.isNaN(seconds)) throw new Error('hyperfine told no median')
  return seconds * 1000
}
