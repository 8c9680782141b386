/** A file or folder of the engine's host that a container sees; absolute paths. */
export interface BindMount {
  readonly source: string
  readonly target: string
  readonly isReadOnly: boolean
  /** For SELinux: a label that all containers share, or this one's own. */
  readonly relabel?: 'shared' | 'private'
}

/** A volume of the engine that a container sees. */
export interface VolumeMount {
  /** The engine's. @default a new one, which goes with the container */
  readonly name?: string
  /** Absolute. */
  readonly target: string
  readonly isReadOnly: boolean
}
