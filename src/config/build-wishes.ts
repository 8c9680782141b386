/** What is built, and how. */
export interface BuildWishes {
  readonly source: BuildSource
  readonly target?: string
  readonly buildArgs: readonly string[]
  readonly buildContexts: readonly string[]
  readonly secrets: readonly BuildSecret[]
  readonly ssh: readonly string[]
  readonly cacheFrom: readonly string[]
  readonly cacheTo: readonly string[]
  readonly labels: readonly string[]
  readonly annotations: readonly string[]
  readonly provenance?: string
  readonly sbom?: string
  /** Absent: the one buildx would use, or a better one. */
  readonly builder?: string
  /** Further words for buildx itself. */
  readonly buildxArgs: readonly string[]
}

/** Nothing beside what is built. */
export const noBuildWishes = {
  buildArgs: [],
  buildContexts: [],
  secrets: [],
  ssh: [],
  cacheFrom: [],
  cacheTo: [],
  labels: [],
  annotations: [],
  buildxArgs: [],
} as const satisfies Omit<BuildWishes, 'source'>

export type BuildSource =
  | {
      readonly kind: 'context'
      /** A folder, `-` for standard input, or an address that the builder reads. */
      readonly context: string
      readonly file?: string
    }
  | {
      readonly kind: 'bake'
      readonly files: readonly string[]
      /** Empty for what the file builds by default. */
      readonly targets: readonly string[]
    }

/** A secret that steps may mount. */
export interface BuildSecret {
  readonly id: string
  /** Where its value is. */
  readonly from: { readonly kind: 'variable'; readonly name: string } | { readonly kind: 'file'; readonly path: string }
}
