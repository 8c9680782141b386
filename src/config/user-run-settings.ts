import type { UserExpectation, UserHttp } from './user-health.ts'

/** `20s`, `500ms`, `2m`, `1h30m`; a bare number is seconds. */
export type UserDuration = string | number
/** `512MiB`, `1GB`, `64k`; a bare number is bytes. */
export type UserSize = string | number

/** How the image is run and what it must do: for all platforms, or in `perPlatform` for single ones. */
export interface UserRunSettings {
  /** `static`: audited, never run. @default 'run' */
  readonly level?: 'run' | 'static'
  /** What must answer over HTTP: `5000`, `5000/path`, `/path`, `https:8443`, or with what the answer must be like. */
  readonly http?: string | number | UserHttp | readonly (string | number | UserHttp)[]
  /** What must hold too: `exit:0`, `log:ready`, or `{ log: /ready/, tcp: 6379 }`. */
  readonly expect?: string | UserExpectation | readonly (string | UserExpectation)[]
  /** Replaces the image's command, as words after `docker run IMAGE` do; one text is split as a shell would. */
  readonly command?: string | readonly string[]
  /** Environment variables of the containers. */
  readonly env?: Readonly<Record<string, string | number | boolean>>
  /** For each platform, from the start of its container to healthy. @default longer where it is emulated */
  readonly timeout?: UserDuration
  /** The memory limit of each container. @default 2 GiB */
  readonly memory?: UserSize
  /** The limit of processes in each container. @default 1024 */
  readonly pidsLimit?: number
  /** Names of variables of this environment that containers get, and whose values are shown nowhere. */
  readonly secretEnv?: string | readonly string[]
  /** The user, instead of the image's: `app`, `1000`, `12345:0`. */
  readonly user?: string | number
  /** The working directory, instead of the image's. */
  readonly workdir?: string
  /** Replaces the image's entrypoint, and drops its command; one text is split as a shell would. */
  readonly entrypoint?: string | readonly string[]
  /** Whether nothing but mounts can be written. @default false */
  readonly readOnly?: boolean
  /** Folders in memory: `/run`, `/tmp:size=64m`. */
  readonly tmpfs?: string | readonly string[]
  /** Files and folders of this host: `./data:/data:ro`. */
  readonly volume?: string | readonly string[]
  /** The same in other words: `type=bind,source=./data,target=/data,readonly`. */
  readonly mount?: string | readonly string[]
  /** Capabilities to add: `NET_ADMIN`. */
  readonly capAdd?: string | readonly string[]
  /** Capabilities to take away: `ALL`. */
  readonly capDrop?: string | readonly string[]
  /** The network of the engine: its name, `none` or `host`. @default the engine's bridge */
  readonly network?: string
  /** Entries of `/etc/hosts`: `db.local:10.0.0.5`, or an object of addresses by name. */
  readonly addHost?: string | readonly string[] | Readonly<Record<string, string>>
}
