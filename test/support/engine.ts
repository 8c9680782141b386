import { processLabel, runLabel } from '../../src/engine/labels.ts'
import { type ProcessResult, runProcess } from './run-process.ts'

/** The engine's own client, against the engine the tests are given. */
export async function docker(...args: readonly string[]): Promise<ProcessResult> {
  const result = await runProcess('docker', args, { timeoutMs: 120_000 })
  if (result.exitCode === 0) return result
  throw new Error(`docker ${args.join(' ')}: ${result.exitCode} ${result.stderr}`)
}

/** What a process of the tool left at the engine; everything any process made when none is named. */
export async function findLeftovers(pid?: number): Promise<readonly string[]> {
  const owner = pid === undefined ? [] : ['--filter', `label=${processLabel}=${pid}`]
  const filters = ['--filter', `label=${runLabel}`, ...owner]
  const [containers, networks, volumes] = await Promise.all([
    docker('ps', '--all', '--format', 'container {{.ID}} {{.Image}} {{.Status}}', ...filters),
    docker('network', 'ls', '--format', 'network {{.Name}}', ...filters),
    docker('volume', 'ls', '--format', 'volume {{.Name}}', ...filters),
  ])
  return [containers, networks, volumes].flatMap(({ stdout }) => stdout.split('\n').filter((line) => line !== ''))
}

/** Takes images of a repository from the engine, so that nothing a test pulled stays. */
export async function removeImages(repository: string): Promise<void> {
  const { stdout } = await docker(
    'images',
    '--no-trunc',
    '--digests',
    '--format',
    '{{.Repository}}@{{.Digest}}',
    repository,
  )
  const images = [...new Set(stdout.split('\n').filter((line) => line.includes('@sha256:')))]
  if (images.length > 0) await docker('image', 'rm', '--force', ...images)
}
