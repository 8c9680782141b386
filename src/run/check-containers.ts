import { stat } from 'node:fs/promises'
import { problemsError, type Problem } from '../config/problems.ts'
import type { Mount } from '../config/mount.ts'
import type { ContainerWishes } from '../config/run-settings.ts'
import type { Engine, NetworkSummary } from '../engine/engine.ts'
import { closestWord } from '../oci/closest-word.ts'
import { quoteText } from '../oci/quote.ts'
import type { Expectation } from '../plan/target.ts'

/** What one platform's container is to be. */
export interface PlannedContainer {
  readonly wishes: ContainerWishes
  readonly expectation: Expectation
}

/** Networks that are there on every engine, under these names. */
const usualNetworks = ['none', 'host', 'bridge', 'default'] as const

/**
 * Looks, before anything is started, whether this host and its engine have what containers are to be given.
 * @returns the networks of the engine, where one was named
 * @throws HarnessError `usage-invalid` with everything that is missing
 */
export async function checkContainers(
  engine: Engine,
  containers: readonly PlannedContainer[],
): Promise<readonly NetworkSummary[]> {
  const named = containers.flatMap(({ wishes: { network } }) =>
    network === undefined || usualNetworks.some((usual) => usual === network) ? [] : [network],
  )
  const mounts = containers.flatMap(({ wishes }) => wishes.mounts ?? [])
  const networks = named.length === 0 ? [] : await engine.listNetworks()
  const problems = [
    ...(await Promise.all(mounts.map((mount) => checkMount(engine, mount)))).flat(),
    ...named.flatMap((name) => checkNetwork(name, networks)),
    ...containers.flatMap(checkHostNetwork),
  ]
  const error = problemsError(problems)
  if (error !== undefined) throw error
  return networks
}

const code = 'usage-invalid'

async function checkMount({ info }: Engine, { source }: Mount): Promise<readonly Problem[]> {
  const label = 'a mount'
  if (!info.isReachedHere) {
    const message = `the engine at ${info.endpoint} is on another host, and does not see ${quoteText(source, 300)}`
    return [{ label, message, hint: 'mount files only with an engine of this host', code }]
  }
  const isThere = await stat(source).then(
    () => true,
    () => false,
  )
  if (isThere) return []
  const message = `there is no file or folder ${quoteText(source, 300)} here`
  return [{ label, message, hint: 'make it first: nothing is made for a mount', code }]
}

function checkNetwork(name: string, networks: readonly NetworkSummary[]): readonly Problem[] {
  if (findNetwork(name, networks) !== undefined) return []
  const names = networks.map((network) => network.name)
  const near = closestWord(name, names)
  const hint = near === undefined ? `it has ${names.join(', ')}` : `did you mean ${near}?`
  return [{ label: '--network', message: `the engine has no network ${quoteText(name)}`, hint, code }]
}

function checkHostNetwork({ wishes: { network }, expectation }: PlannedContainer): readonly Problem[] {
  const conditions = expectation.kind === 'healthy' ? expectation.conditions : []
  if (network !== 'host' || !conditions.some(({ kind }) => kind === 'listen')) return []
  const message = "in the host's network nothing tells the application's sockets from those of others"
  return [{ label: '--network host', message, hint: 'say what must answer: --http 5000', code }]
}

/** A network by its name, or by the beginning of its id. */
export function findNetwork(name: string, networks: readonly NetworkSummary[]): NetworkSummary | undefined {
  const byId = /^[0-9a-f]{12,64}$/.test(name) ? networks.find(({ id }) => id.startsWith(name)) : undefined
  return networks.find((network) => network.name === name) ?? byId
}

/** False for a network whose containers are reached at their own address, if at all. */
export function publishesPorts(name: string | undefined, networks: readonly NetworkSummary[]): boolean {
  if (name === 'none' || name === 'host') return false
  const network = name === undefined ? undefined : findNetwork(name, networks)
  return (
    network === undefined || (!network.isInternal && !['macvlan', 'ipvlan', 'host', 'null'].includes(network.driver))
  )
}
