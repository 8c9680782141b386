import type { Digest } from '../oci/digest.ts'
import type { Json } from './finding.ts'
import type { ErrorReport, ImageReport, ToolInfo } from './report.ts'

/** What an engine on a host picks; `none` says why it fails. */
export type ResolvedPick =
  | {
      readonly digest: Digest
      /** Normalised; absent where neither the index nor the config says. */
      readonly platform?: string
      /** True for the host's own platform; for amd64, of any level the host has. */
      readonly exact: boolean
      /** Why it is not the host's own. */
      readonly fallback?: string
      /** True when the engine, told the host's platform, pulls this and then refuses to run it. */
      readonly refused?: true
    }
  | { readonly none: string }

/** A kind of host, and what engines on it pick. */
export interface ResolvedHost {
  /** Normalised: `linux/arm/v7`; an amd64 host without a level has the first. */
  readonly host: string
  /** By the engine's name, in the order of `engines`. */
  readonly picks: Readonly<Record<string, ResolvedPick>>
}

/** Shaped as a finding is. It says what others do with the image, so it has no part in a verdict. */
export interface ResolveWarning {
  /** Its stable name. */
  readonly code: 'resolve/fallback' | 'resolve/refused' | 'resolve/order' | 'resolve/level' | 'resolve/unreachable'
  /** `warning` where somebody gets what they did not ask for. */
  readonly severity: 'warning' | 'info'
  /** One sentence. */
  readonly message: string
  /** The facts it rests on. */
  readonly evidence: { readonly [key: string]: Json }
  /** One thing the user can do next. */
  readonly hint?: string
}

/** The result of `everyarch resolve`. */
export interface ResolveListing {
  readonly schemaVersion: 1
  /** Which version made it. */
  readonly tool: ToolInfo
  /** Which image it is. */
  readonly image: ImageReport
  /** The engines that were asked about: the name in `picks`, and what people call it. */
  readonly engines: readonly { readonly name: string; readonly title: string }[]
  /** The kinds of hosts that were asked about. */
  readonly hosts: readonly ResolvedHost[]
  /** Where picks are not what the host is. */
  readonly warnings: readonly ResolveWarning[]
  /** Why something could not be resolved. */
  readonly errors?: readonly ErrorReport[]
}
