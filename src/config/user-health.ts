/** `ready` as it is, `/ready|up/i` or a regular expression itself. */
export type UserPattern = string | RegExp

/** `200`, `200,204`, `2xx`, `200-299`. */
export type UserStatus = number | string | readonly (number | string)[]

/** What an HTTP answer must be like; all of it must hold. */
export interface UserAnswer {
  /** HTTP status codes that are right. @default 200 to 399 */
  readonly status?: UserStatus
  /** What the body must hold. */
  readonly body?: UserPattern | readonly UserPattern[]
  /** `$.status=ok`, or `{ '$.status': 'ok' }`. */
  readonly json?: string | readonly string[] | Readonly<Record<string, string | number | boolean | null | RegExp>>
  /** `content-type=json`, or `{ 'content-type': 'json' }`. */
  readonly header?: string | readonly string[] | Readonly<Record<string, UserPattern>>
}

/** What must answer over HTTP, and how. */
export interface UserHttp extends UserAnswer {
  /** The application's port, in the container. @default the one TCP port the image exposes */
  readonly port?: number
  /** What is asked for. @default '/' */
  readonly path?: string
  /**
   * `true`: its certificate must be of an authority of the system; `any` takes each; else a file of authorities (PEM).
   * @default false
   */
  readonly tls?: boolean | string
  /** What the request names as its host, and the name its certificate must be for. @default where it is reached */
  readonly host?: string
}

/** What must hold of an application, beside what must answer over HTTP. */
export interface UserExpectation extends UserAnswer {
  /** It must end by itself with this exit code. */
  readonly exit?: number
  /** Whose certificates are believed: `any`, or a file of authorities (PEM). */
  readonly tls?: string
  /** Ports on which it must take connections. */
  readonly tcp?: number | readonly number[]
  /** What a line of its log must hold. */
  readonly log?: UserPattern | readonly UserPattern[]
  /** A command that must end with 0 in its container; one text is split as a shell would. */
  readonly command?: string | readonly string[]
  /** The image's own HEALTHCHECK must say that it is healthy. @default false */
  readonly healthcheck?: boolean
}
