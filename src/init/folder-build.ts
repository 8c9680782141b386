/** How some file has this folder built: a target of a bake file, or a service of a compose file. */
export interface FolderBuild {
  readonly file: string
  readonly name: string
  /** Named from the folder. */
  readonly dockerfile?: string
  readonly target?: string
  /** Without those that another program fills in. */
  readonly buildArgs: ReadonlyMap<string, string>
  /** Further contexts by name, without those that are built themselves. */
  readonly contexts: ReadonlyMap<string, string>
  readonly platforms: readonly string[]
  /** What else builds this folder, by name. */
  readonly alike: readonly string[]
}

/** What is made by another service or target is not there yet. */
export function withoutPrefix(pairs: ReadonlyMap<string, string>, prefix: string): ReadonlyMap<string, string> {
  return new Map([...pairs].filter(([, value]) => !value.startsWith(prefix)))
}
