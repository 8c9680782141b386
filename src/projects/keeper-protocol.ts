import type { UserConfig } from '../config/user-config.ts'
import type { Seat } from '../harness/project-seat.ts'

/** What vitest's process tells the one that keeps containers for it. */
export type KeeperOrder =
  | { readonly kind: 'open'; readonly settings: UserConfig }
  /** Its platform is to be brought up as soon as one is asked for. */
  | { readonly kind: 'seat'; readonly seat: Seat }
  /** Tests will run again: what the last ones left open is removed. */
  | { readonly kind: 'tidy' }
  | { readonly kind: 'close' }

/** What it answers. */
export type KeeperNews =
  | { readonly kind: 'open'; readonly address: string }
  | { readonly kind: 'seated'; readonly name: string }
  | { readonly kind: 'notice'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string }
