import type { Digest } from './digest.ts'

/**
 * The image's config JSON.
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md
 */
export interface ImageConfig {
  /** As written; absent where the config leaves it out. */
  readonly os?: string
  readonly architecture?: string
  readonly variant?: string
  readonly osVersion?: string
  readonly created?: string
  readonly diffIds: readonly Digest[]
  readonly config: ContainerConfig
}

/** Execution parameters: the `config` object of an image's config. */
export interface ContainerConfig {
  readonly user?: string
  /** `80/tcp`, `53/udp`: as written. */
  readonly exposedPorts: readonly string[]
  readonly env: readonly string[]
  readonly entrypoint?: readonly string[]
  readonly command?: readonly string[]
  readonly workingDir?: string
  readonly labels: Readonly<Record<string, string>>
  readonly stopSignal?: string
  readonly volumes: readonly string[]
  readonly healthcheck?: { readonly test: readonly string[] }
}
