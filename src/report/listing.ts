import type { Digest } from '../oci/digest.ts'
import type { Finding } from './finding.ts'
import type { ErrorReport, ExecutionReport, ImageReport, PublishReport, ToolInfo } from './report.ts'

/** What every document of a command that only lists has in common. */
interface Listing {
  readonly schemaVersion: 1
  /** Which version made it. */
  readonly tool: ToolInfo
}

/** One image's platforms, as `everyarch platforms` prints them. */
export interface ImagePlatforms {
  /** Which image it is. */
  readonly image: ImageReport
  /** The number of attestation manifests; they are no platforms. Absent where the image could not be listed. */
  readonly attestations?: number
  /** In the index's order. */
  readonly platforms: readonly ListedPlatform[]
  /** Of the index as a whole: what was required and is missing, say. */
  readonly findings?: readonly Finding[]
  /** Why this image could not be listed. */
  readonly errors?: readonly ErrorReport[]
}

/** One platform of an image. */
export interface ListedPlatform {
  /** Normalised: `linux/arm64`. */
  readonly platform: string
  /** As the index spells it; absent where the index names no platform. */
  readonly declared?: string
  /** Of its manifest. */
  readonly digest: Digest
  /** Bytes on the wire: config and layers. */
  readonly sizeBytes?: number
  /** The store that does not hold it, where it need not: `the engine`, or an archive's path. */
  readonly absentFrom?: string
}

/** The result of `everyarch platforms`: of one image, or of several. */
export type PlatformsListing = Listing & (ImagePlatforms | { readonly images: readonly ImagePlatforms[] })

/** One platform of `everyarch plan`: how it would be run. */
export interface PlannedPlatform {
  /** Normalised: `linux/arm64`. */
  readonly platform: string
  /** As the index spells it; absent where the index names no platform. */
  readonly declared?: string
  /** Of its manifest. */
  readonly digest?: Digest
  /** How it would be run. */
  readonly execution: ExecutionReport
  /** Milliseconds from container start to healthy that it would be given at most. */
  readonly timeoutMs?: number
  /** Why it would be given as long. */
  readonly timeoutReason?: string
  /** What to do when it cannot be run. */
  readonly hint?: string
}

/** The result of `everyarch plan`. */
export interface PlanListing extends Listing {
  /** Which image it is. */
  readonly image: ImageReport
  /** Those that would be used. */
  readonly engines: readonly PlannedEngine[]
  /** In the index's order. */
  readonly platforms: readonly PlannedPlatform[]
  /** Of the index as a whole. */
  readonly findings?: readonly Finding[]
  /** Why something could not be planned. */
  readonly errors?: readonly ErrorReport[]
}

/** An engine that would run platforms. */
export interface PlannedEngine {
  /** `default`, or the Docker context. */
  readonly name: string
  /** Its address: `unix:///var/run/docker.sock`. */
  readonly endpoint: string
  /** What it is. */
  readonly product?: 'docker' | 'podman'
  /** Its own: `28.5.2`. */
  readonly version: string
  /** The platform it runs natively: `linux/amd64`. */
  readonly platform: string
  /** How it keeps images: `classic` holds one platform per tag. */
  readonly imageStore?: 'containerd' | 'classic' | 'podman'
}

/** One thing `everyarch doctor` looked at. */
export interface DoctorCheck {
  /** What was looked at: `engine`, `linux/arm64`, `builder default`. */
  readonly name: string
  /** Whether it is there; `unknown` where that could not be found out. */
  readonly status: 'ok' | 'missing' | 'unknown'
  /** One sentence. */
  readonly message: string
  /** The command that adds what is missing. */
  readonly hint?: string
}

/** The result of `everyarch doctor`. */
export interface DoctorListing extends Listing {
  /** The engine first, then its platforms and builders. */
  readonly checks: readonly DoctorCheck[]
}

/** A platform that a machine of a builder names, or that was asked about. */
export interface BuilderPlatform {
  readonly platform: string
  /** How its build steps run: `unavailable` builds only what runs no program, `unknown` was not started yet. */
  readonly mode: 'native' | 'emulated' | 'unavailable' | 'unknown'
}

/** A machine of a builder. */
export interface ListedNode {
  readonly name: string
  readonly endpoint: string
  /** buildx's word: `running`, `inactive`, `stopped`, `error`. */
  readonly status: string
  /** Why it does not answer. */
  readonly error?: string
  /** BuildKit's. */
  readonly version?: string
  readonly platforms: readonly BuilderPlatform[]
}

export interface ListedBuilder {
  readonly name: string
  readonly driver: 'docker' | 'docker-container' | 'kubernetes' | 'remote'
  /** True for the one that builds use. */
  readonly current: boolean
  /** Whether one build may be of several platforms. */
  readonly severalPlatforms: boolean
  readonly nodes: readonly ListedNode[]
}

/** The result of `everyarch builder ls`. */
export interface BuildersListing extends Listing {
  readonly builders: readonly ListedBuilder[]
  /** Which one would build the platforms that were asked about, and why; or why none would. */
  readonly choice?: { readonly builder?: string; readonly reason: string; readonly hint?: string }
}

/** The result of `everyarch builder inspect`, `create`, `use` and `rm`. */
export interface BuilderListing extends Listing {
  readonly builder: ListedBuilder
  /** True for one that is gone now. */
  readonly removed?: true
  readonly errors?: readonly ErrorReport[]
}

/** Something that a run had left behind. */
export interface RemovedThing {
  /** What it was. */
  readonly kind: 'container' | 'image' | 'network' | 'volume' | 'builder' | 'folder'
  /** Its name, or its path. */
  readonly name: string
  /** The run that made it. */
  readonly run?: string
}

/** The result of `everyarch publish`. */
export interface PublishListing extends Listing, PublishReport {
  /** The image that was proven. */
  readonly image: { readonly reference: string; readonly digest: Digest }
}

/** The result of `everyarch clean`. */
export interface CleanListing extends Listing {
  /** What is gone now. */
  readonly removed: readonly RemovedThing[]
  /** What could not be removed, and why. */
  readonly errors?: readonly ErrorReport[]
}

/** One file of `everyarch init`. */
export interface StarterFileListing {
  /** From the folder. */
  readonly path: string
  readonly purpose: 'config' | 'suite' | 'ci'
  /** `kept`: it says something else, and is as it was; `unchanged`: it says so already. */
  readonly state: 'written' | 'replaced' | 'kept' | 'unchanged'
  readonly because: string
  /** All that it says, or would say. */
  readonly text: string
  /** What differs from the file that was there: lines with `-`, `+` or two blanks before them. */
  readonly diff?: readonly string[]
}

/** The result of `everyarch init`. */
export interface InitListing extends Listing {
  /** As the user named it. */
  readonly folder: string
  /** False where it was only spoken of: then states say what would become of the files. */
  readonly isWritten: boolean
  /** What was seen, and where: `Dockerfile:5`. */
  readonly found: readonly { readonly where: string; readonly says: string }[]
  /** The settings of the configuration, and why each is there. */
  readonly settings: readonly { readonly setting: string; readonly value: unknown; readonly because: string }[]
  readonly files: readonly StarterFileListing[]
  /** What was left out, and what to look at. */
  readonly notes: readonly string[]
  /** The commands to type now. */
  readonly next: readonly string[]
}
