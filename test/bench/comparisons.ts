import { fileURLToPath } from 'node:url'
import type { Comparison, Contender, Footprint, Peer } from './contender.ts'
import { runBuilt, runBuiltCold, runTask } from './everyarch.ts'
import type { BenchImages } from './images.ts'
import { writeLargeImage } from './large-image.ts'

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** Our command line. */
function everyarch(...args: readonly string[]): Contender {
  return { name: `everyarch ${args[0] ?? ''}`, run: () => runBuilt(args) }
}

/** Another program that does the task. */
function peer(name: string, command: string, args: readonly string[], goal?: number): Peer {
  return { name, run: () => runTask(command, args), ...(goal === undefined ? {} : { goal }) }
}

/** What is built, staged, verified without being run, and published; and the same by buildx, verified afterwards. */
function listBuilding({ flaskBuild, staticConfig }: BenchImages): Comparison {
  const { context, flags, repository } = flaskBuild
  const push = ['buildx', 'build', '--progress=quiet', ...flags, '--tag', `${repository}:pushed`, '--push', context]
  const verify = ['verify', '--config', staticConfig]
  const pushAndVerify = async () => {
    const pushed = await runTask('docker', push)
    const verified = await runBuilt([...verify, `${repository}:pushed`])
    return { ...verified, durationMs: pushed.durationMs + verified.durationMs }
  }
  return {
    name: 'build',
    task: 'build 3 platforms, cached, audit them and publish',
    ours: everyarch(...verify, '--build', context, ...flags, '--tag', `${repository}:proven`, '--publish'),
    peers: [
      { name: 'docker buildx build --push, then everyarch verify', run: pushAndVerify, goal: 1.05, orAddedMs: 1000 },
      peer('docker buildx build --push alone', 'docker', push),
    ],
    rounds: 15,
  }
}

/** Every task that is measured beside others. A new row needs nothing else. */
export function listComparisons(images: BenchImages): readonly Comparison[] {
  const { flask, flaskByDigest, flaskRepository, flaskPlatforms, flaskLayers, hundred } = images
  const inspect = ['inspect', flaskByDigest]
  const listLayers = (goal: number): Peer =>
    peer('curl, gzip -dc, tar t', script('layers.sh'), [flaskLayers.url, ...flaskLayers.digests], goal)
  return [
    {
      name: 'platforms',
      task: 'list an index of 3 platforms',
      ours: everyarch('platforms', flask),
      peers: [
        peer('docker buildx imagetools inspect', 'docker', ['buildx', 'imagetools', 'inspect', flask], 0.75),
        peer('crane manifest', 'crane', ['manifest', flask]),
      ],
      rounds: 30,
    },
    {
      name: 'verify',
      task: 'verify 3 platforms that answer over HTTP',
      ours: everyarch('verify', flaskByDigest, '--http', '5000', '--json'),
      peers: [peer('the floor', script('floor.sh'), ['5000', flaskRepository, ...flaskPlatforms], 1.3)],
      rounds: 15,
    },
    listBuilding(images),
    {
      name: 'inspect-cold',
      task: 'audit every file of 3 platforms',
      ours: { name: 'everyarch inspect', run: () => runBuiltCold(inspect) },
      peers: [listLayers(1.2)],
      rounds: 15,
    },
    {
      name: 'inspect-warm',
      task: 'the same again',
      ours: everyarch(...inspect),
      peers: [listLayers(0.15)],
      rounds: 15,
    },
    {
      name: 'platforms-hundred',
      task: 'list an index of 100 platforms',
      ours: everyarch('platforms', hundred),
      peers: [peer('docker buildx imagetools inspect', 'docker', ['buildx', 'imagetools', 'inspect', hundred])],
      limitMs: 1000,
      rounds: 15,
    },
    {
      name: 'inspect-hundred',
      task: 'inspect an index of 100 platforms',
      ours: everyarch('inspect', hundred),
      peers: [{ ...everyarch('inspect', flask), name: 'everyarch inspect of 3 platforms' }],
      limitMs: 1000,
      rounds: 15,
    },
  ]
}

/** Every task whose memory is measured. */
export function listFootprints({ flask, flaskByDigest, hundred, large }: BenchImages): readonly Footprint[] {
  return [
    {
      name: 'verify',
      task: 'verify 3 platforms',
      args: ['verify', flaskByDigest, '--http', '5000', '--json'],
      limitBytes: 250_000_000,
    },
    {
      name: 'inspect-large',
      task: 'audit a layer of 2 GB and 200,000 files',
      args: ['inspect', `oci:${large}`],
      isCold: true,
      prepare: () => writeLargeImage(large),
      limitBytes: 300_000_000,
    },
    {
      name: 'inspect-cold',
      task: 'audit every file of 3 platforms',
      args: ['inspect', flaskByDigest],
      isCold: true,
    },
    { name: 'platforms', task: 'list an index of 3 platforms', args: ['platforms', flask] },
    { name: 'platforms-hundred', task: 'list an index of 100 platforms', args: ['platforms', hundred] },
    { name: 'inspect', task: 'inspect an index of 3 platforms', args: ['inspect', flask] },
    { name: 'inspect-hundred', task: 'inspect an index of 100 platforms', args: ['inspect', hundred] },
  ]
}
