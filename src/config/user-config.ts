import type { FindingCode } from '../report/finding-codes.ts'
import type { ReadmeColumn, ReadmeWords } from '../report/readme-words.ts'
import type { UserDuration, UserRunSettings } from './user-run-settings.ts'

/** Platforms: one text with commas between, or several. */
export type UserPlatforms = string | readonly string[]

/** A finding that is accepted: it is shown with its reason, and fails nothing. */
export interface UserWaiver {
  /** What is accepted: `rootfs/isa-level`. */
  readonly code: FindingCode
  /** Where it is accepted: `linux/arm64`. @default every platform */
  readonly platform?: string
  /** A pattern of paths; it waives findings about files of which it covers all. @default any */
  readonly path?: string
  /** Why; shown with the finding. */
  readonly reason: string
  /** The last day it holds, in UTC: `2027-01-31`. @default for ever */
  readonly expires?: string | Date
}

/** Settings of one platform: they take the place of the general ones. */
export type UserPlatformSettings = UserRunSettings

/** What `everyarch.config.ts` exports: the same words as the flags, all optional. */
export interface UserConfig extends UserRunSettings {
  /** The images to look at when the command line names none. */
  readonly image?: string | readonly string[]
  /** Files that name images: Kubernetes YAML, compose, bake in JSON, Dockerfiles; `-` is standard input. */
  readonly from?: string | readonly string[]
  /** Which platforms to look at. @default every linux platform of the index, for `verify` */
  readonly platform?: UserPlatforms
  /** Platforms that must be in the index. */
  readonly require?: UserPlatforms
  /** Platforms that must not be in the index. */
  readonly forbid?: UserPlatforms
  /** An earlier image that this one must not fall behind: a reference, or the path of its saved report. */
  readonly baseline?: string
  /** References that must be the same image; `:latest` is a tag of the same repository. */
  readonly sameAs?: string | readonly string[]
  /** Whether a signature must be there; it is not checked itself. @default false */
  readonly requireSignature?: boolean
  /** The Dockerfile the image was built from: hints then name its lines. */
  readonly dockerfile?: string
  /** Patterns of files that may be of another architecture: `/opt/cross/**`. */
  readonly allow?: string | readonly string[]
  /** The highest level amd64 code may need. @default none: a level above the first is a warning */
  readonly isaCeiling?: 'x86-64' | 'x86-64-v2' | 'x86-64-v3' | 'x86-64-v4'
  /** Findings that are accepted. */
  readonly waivers?: readonly UserWaiver[]
  /** Settings of single platforms: `{ 'linux/riscv64': { timeout: '5m' }, 'linux/s390x': { level: 'static' } }`. */
  readonly perPlatform?: Readonly<Record<string, UserPlatformSettings>>
  /** A compose file: what `service` depends on is started beside it, afresh for each platform. */
  readonly compose?: string
  /** The service of the compose file whose image is verified. */
  readonly service?: string
  /** What is built before it is verified: a folder, `-` for standard input, or a git address. */
  readonly build?: string
  /** Bake files whose targets are built before they are verified; `docker-bake.hcl#app,tool` for some of them. */
  readonly bake?: string | readonly string[]
  /** The Dockerfile. @default Dockerfile in the context */
  readonly file?: string
  /** The stage to build. @default the last one */
  readonly target?: string
  /** Values for ARG: `VERSION=1.4`, or `VERSION` for the one it has here. */
  readonly buildArg?: string | readonly string[]
  /** Further contexts: `base=docker-image://ghcr.io/acme/base:1`. */
  readonly buildContext?: string | readonly string[]
  /** Secrets that steps may mount: `id=npm,env=NPM_TOKEN`, `id=npm,src=.npmrc`. They are shown nowhere. */
  readonly secret?: string | readonly string[]
  /** Agents or keys that steps may use: `default`. */
  readonly ssh?: string | readonly string[]
  /** Where build steps may be taken from: `type=registry,ref=ghcr.io/acme/cache`. */
  readonly cacheFrom?: string | readonly string[]
  /** Where build steps are kept: `type=registry,ref=ghcr.io/acme/cache,mode=max`. */
  readonly cacheTo?: string | readonly string[]
  /** Labels of the built image: `org.opencontainers.image.version=1.4`. */
  readonly label?: string | readonly string[]
  /** Annotations of the built image: `index:org.opencontainers.image.licenses=MIT`. */
  readonly annotation?: string | readonly string[]
  /** `true`, `false`, `mode=max`. @default buildx's own */
  readonly provenance?: string | boolean
  /** `true`, or `generator=IMAGE`. @default false */
  readonly sbom?: string | boolean
  /** The builder of docker buildx. @default the current one, or one that can build the platforms */
  readonly builder?: string
  /** Further flags for `docker buildx build`: `['--no-cache']`. */
  readonly buildFlags?: readonly string[]
  /** Tags to make point at a proven image: `ghcr.io/acme/app:1.4`. */
  readonly tag?: string | readonly string[]
  /** How old a report may be that proves an image. @default 24h */
  readonly maxAge?: UserDuration
  /** The file with the markers, for `readme`. @default README.md */
  readonly into?: string
  /** What the table of a README says of each platform. @default platform, status and how it was verified */
  readonly columns?: ReadmeColumn | readonly ReadmeColumn[]
  /** Other words for the headings and cells of that table: `{ passed: 'works' }`. */
  readonly words?: Partial<ReadmeWords>
  /** For the whole run; then what was proven is reported. */
  readonly deadline?: UserDuration
  /** Patterns of test files that are run against every platform: vitest suites, and container-structure-test's YAML. */
  readonly suite?: string | readonly string[]
  /** For each test of a suite that says no other. @default 60s */
  readonly testTimeout?: UserDuration
  /** How many platforms run at once. @default twice the number of cores, at least 4: they wait as much as they compute */
  readonly jobs?: number
  /** Static emulators to try what dies under the engine's own: files, folders of files, or names to look for in `PATH`. */
  readonly emulator?: string | readonly string[]
  /** Whether each platform is run on the oldest CPU it promises, too. @default false */
  readonly cpuFloor?: boolean
  /** Whether `verify` measures the platforms that pass, as `bench` does. @default false */
  readonly bench?: boolean
  /** How many rounds are measured. @default until intervals are narrow, at least 5 */
  readonly rounds?: number
  /** After how long no more rounds are measured. @default 1m */
  readonly time?: UserDuration
  /** How many requests are timed in each round. @default 20 */
  readonly requests?: number
  /** Commands to time in each running container: one text, or a list of texts and of lists of words. */
  readonly exec?: string | readonly (string | readonly string[])[]
  /** How much slower than the baseline counts: `5%`, `['10%', 'request=20%']`. @default 5%, and 25% for factors */
  readonly threshold?: string | readonly string[]
  /** How often a platform that dies under emulation is run in all. @default 2, and 1 for one that hangs */
  readonly attempts?: number
  /**
   * A Docker context or the address of an engine; after `linux/arm64=` that of the engine which runs this platform.
   * @default the engine that docker would use
   */
  readonly engine?: string | readonly string[]
  /** For `plan --matrix`: `linux/s390x=LABEL` has a platform, a bare label emulates the rest. @default GitHub's own */
  readonly runner?: string | readonly string[]
  /** Whether containers of platforms that did not pass stay; `everyarch clean` removes them. @default false */
  readonly keepFailed?: boolean
  /** Whether images that the run pulled stay. @default true, and false in CI */
  readonly keepImages?: boolean
  /** Warnings fail. @default false */
  readonly strict?: boolean
  /** The exit code of an inconclusive run: as passed, or as failed. @default its own, 4 */
  readonly inconclusive?: 'pass' | 'fail'
  /** `json`, or `json=report.json` to write a file; several. @default terminal */
  readonly reporter?: string | readonly string[]
  /** A folder for logs and events of each platform. */
  readonly output?: string
  /** Talk plain HTTP to registries that are not on this host. @default false */
  readonly plainHttp?: boolean
  /** Print only what went wrong. @default false */
  readonly quiet?: boolean
  /** Print stack traces and what is done. @default false */
  readonly debug?: boolean
  /** Colours. @default on a terminal, unless NO_COLOR is set */
  readonly color?: boolean
}

/** What only the command line has. */
export interface CommandLineOptions {
  readonly folder?: string
  readonly format?: 'ts' | 'mjs' | 'json'
  readonly ci?: 'github' | 'gitlab' | 'none'
  readonly force?: boolean
  readonly yes?: boolean
  readonly matrix?: boolean
  readonly reports?: readonly string[]
  readonly publish?: boolean
  readonly dryRun?: boolean
  readonly report?: readonly string[]
  readonly write?: boolean
  readonly check?: boolean
  readonly builderOperands?: readonly string[]
  readonly name?: string
  readonly driver?: 'docker-container' | 'kubernetes' | 'remote'
  readonly driverOpt?: readonly string[]
  readonly buildkitdConfig?: string
  readonly append?: boolean
  readonly use?: boolean
  readonly bootstrap?: boolean
  readonly buildxArgs?: readonly string[]
  readonly json?: boolean
  readonly config?: string
  readonly help?: boolean
  readonly version?: boolean
}

/** Types a configuration file's export: `export default defineConfig({ require: 'linux/amd64,linux/arm64' })`. */
export function defineConfig(config: UserConfig): UserConfig {
  return config
}
