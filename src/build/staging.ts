import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Variables } from '../config/environment.ts'
import { HarnessError } from '../errors.ts'
import type { RegistryClient } from '../registry/client.ts'
import { isLoopback } from '../registry/host.ts'
import { formatRepository, type Repository } from '../registry/repository.ts'
import type { Staging } from '../report/build-report.ts'
import type { Builder } from './builder.ts'
import { storeInLayout, type PushedLayout } from './push-layout.ts'
import { openPushRegistry } from './push-registry.ts'
import { storeInRepository } from './push-store.ts'
import { openEngineStaging } from './staging-engine.ts'
import type { OpenStaging, StagedTarget, StagingWay } from './staging-place.ts'

export interface StagingOptions {
  readonly way: StagingWay
  readonly targets: readonly StagedTarget[]
  readonly client: RegistryClient
  readonly plainHttp: boolean
  /** Of this run alone; who made it removes it. */
  readonly folder: string
  /** Of Docker's own client. */
  readonly env: Variables
  readonly signal: AbortSignal
  /** Says what the user should know. */
  readonly tell: (notice: string) => void
}

/** How a builder's images are best staged. */
export function chooseWay({ driver, buildsSeveralPlatforms }: Builder): StagingWay {
  // An engine's own builder pushes nothing by digest, and takes seconds to export what it pushes in none.
  if (driver === 'docker') return buildsSeveralPlatforms ? 'relay' : 'engine'
  return 'push'
}

/** Opens the place. */
export async function openStaging(options: StagingOptions): Promise<OpenStaging> {
  switch (options.way) {
    case 'relay':
      return openRelay(options)
    case 'push':
    case 'archive':
      return openExport(options)
    case 'engine':
      return openEngineStaging(options.targets, options.env, options.tell)
  }
}

/** By the builder alone: pushed by digest where there is a repository, else an archive. */
async function openExport({ way, targets, folder, plainHttp }: StagingOptions): Promise<OpenStaging> {
  const repositoryOf = (target: string): Repository | undefined =>
    way === 'push' ? targets.find(({ name }) => name === target)?.repository : undefined
  const archives = new Map(targets.map(({ name }, place) => [name, join(folder, `${place}.tar`)]))
  return {
    way,
    ...describePlace(targets, way === 'push'),
    outputs: new Map(
      targets.map(({ name }) => {
        const repository = repositoryOf(name)
        if (repository === undefined) return [name, `type=oci,${quoteField(`dest=${archives.get(name)}`)}`]
        const isPlain = plainHttp || isLoopback(repository.registry)
        const attributes = 'push=true,push-by-digest=true,name-canonical=true'
        const insecure = isPlain ? ',registry.insecure=true' : ''
        return [name, `type=image,name=${formatRepository(repository)},${attributes}${insecure}`]
      }),
    ),
    finish: async (target, digest) => {
      const repository = repositoryOf(target)
      return repository === undefined
        ? `oci-archive:${archives.get(target)}`
        : `${formatRepository(repository)}@${digest}`
    },
    failure: () => undefined,
    isReached: () => true,
    close: async () => undefined,
  }
}

/** Pushed to a registry in this process, which passes it on by digest, or keeps it in a folder. */
async function openRelay({ targets, client, folder, signal }: StagingOptions): Promise<OpenStaging> {
  const layouts = new Map<string, { readonly path: string; readonly layout: PushedLayout }>()
  const stores = []
  for (const [place, { name, repository }] of targets.entries()) {
    if (repository !== undefined) {
      stores.push(storeInRepository(client, repository, signal))
      continue
    }
    const path = join(folder, String(place))
    // A second attempt may find that of the first.
    await mkdir(path, { recursive: true })
    const layout = storeInLayout(path)
    layouts.set(name, { path, layout })
    stores.push(layout)
  }
  const registry = await openPushRegistry(stores)
  return {
    way: 'relay',
    ...describePlace(targets, true),
    // The name is taken for the push alone: without `store` the engine would keep the image under it.
    outputs: new Map(
      targets.map(({ name }, place) => [name, `type=image,name=${registry.nameOf(place)}:built,push=true,store=false`]),
    ),
    async finish(target, digest) {
      const kept = layouts.get(target)
      if (kept !== undefined) {
        await kept.layout.finish(digest)
        return `oci:${kept.path}`
      }
      const repository = targets.find(({ name }) => name === target)?.repository
      if (repository === undefined) throw new HarnessError('internal', `nothing was staged for ${target}`)
      return `${formatRepository(repository)}@${digest}`
    },
    failure: registry.failure,
    isReached: registry.isReached,
    close: registry.close,
  }
}

/** A field of comma-separated values, which the name of a folder may not be by itself. https://www.rfc-editor.org/rfc/rfc4180 */
export function quoteField(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}

function describePlace(
  targets: readonly StagedTarget[],
  isPushed: boolean,
): { readonly kind: Staging; readonly words: string } {
  const repositories = targets.flatMap(({ repository }) =>
    repository === undefined ? [] : formatRepository(repository),
  )
  const [first] = repositories
  if (!isPushed || first === undefined)
    return { kind: 'layout', words: 'in a folder of this machine, until it is verified' }
  return { kind: 'registry', words: `by digest in ${[...new Set(repositories)].join(', ')}, with no tag` }
}
