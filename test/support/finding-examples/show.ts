import { createHash } from 'node:crypto'
import { groupFindings } from '../../../reporters/finding-groups.ts'
import { renderFinding } from '../../../reporters/finding-text.ts'
import { readEnvironment, type Variables } from '../../../src/config/environment.ts'
import { runCommandLine } from '../../../src/cli/run-command-line.ts'
import type { Output } from '../../../src/cli/terminal.ts'
import { parseRunReport } from '../../../src/report/parse.ts'
import type { ImageRegistry } from '../image-registry.ts'
import { temporaryFile } from '../temporary-file.ts'
import type { FindingExample } from './example.ts'

const style = { color: false, unicode: true, columns: 100 }

/** The command of an example, and the finding below it as a terminal shows it. */
export async function showExample(example: FindingExample, registry: ImageRegistry): Promise<readonly string[]> {
  const { args, names, config = {}, variables = {}, release } = await example.ask(registry)
  const rename = (text: string): string =>
    Object.entries({
      [registry.address]: 'registry.example',
      [`http://${registry.address}`]: 'https://registry.example',
      ...names,
    })
      .toSorted(([a], [b]) => b.length - a.length)
      .reduce((renamed, [name, shown]) => renamed.replaceAll(name, shown), text)
  try {
    await using file = await temporaryFile('config.json', JSON.stringify(config))
    // What is said is the same with these: they are for the machine it is said on.
    const quiet = ['--json', '--config', file.path, ...(example.command === 'verify' ? ['--remove-images'] : [])]
    const said = await say([example.command, ...args, ...quiet], variables)
    // Renamed before it is broken into lines: a line is as long as its words.
    const report = parseRunReport(JSON.parse(rename(said)))
    const group = groupFindings(report).find(({ finding }) => finding.code === example.code)
    if (group === undefined) throw new Error(`${example.code} is not among the findings of ${said}`)
    const command = ['$ everyarch', example.command, ...args.map(rename)].join(' ')
    return [command, ...steady(renderFinding(style, group))]
  } finally {
    await release?.()
  }
}

/** What a command line prints to standard output. */
async function say(argv: readonly string[], variables: Variables): Promise<string> {
  let printed = ''
  const output = (write: (text: string) => void): Output => ({
    isTerminal: false,
    size: () => ({ columns: 100, rows: 24 }),
    write,
    flush: () => Promise.resolve(),
  })
  await runCommandLine({
    argv,
    cwd: process.cwd(),
    environment: readEnvironment({ ...process.env, ...variables }),
    terminal: {
      stdout: output((text) => (printed += text)),
      stderr: output(() => undefined),
      onResize: () => () => {},
    },
    now: () => performance.now(),
    listenForInterrupt: () => ({ signal: new AbortController().signal, close: () => undefined }),
  })
  return printed
}

/** The lines with other digests and sizes in place of those that every image has for itself. */
function steady(lines: readonly string[]): readonly string[] {
  const known = new Map<string, string>()
  const steadyDigest = (start: string): string => {
    const digest = known.get(start) ?? createHash('sha256').update(`image ${known.size}`).digest('hex')
    known.set(start, digest)
    return digest
  }
  return lines.map((line) =>
    line
      .replaceAll(/(sha256[:-])([0-9a-f]{12,64})\b/g, (_, algorithm: string, hex: string) => {
        return `${algorithm}${steadyDigest(hex.slice(0, 12)).slice(0, hex.length)}`
      })
      .replaceAll(/(?<=sha256:[0-9a-f]{12}, )\d{3} bytes/g, '172 bytes'),
  )
}
