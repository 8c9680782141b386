import { noWants, type AnswerWants } from '../config/answer-wants.ts'
import type { Expected } from '../config/expectation.ts'
import type { HttpTarget, TlsTrust } from '../config/http-target.ts'
import { HarnessError } from '../errors.ts'
import type { ContainerConfig, ImageConfig } from '../oci/image-config.ts'
import type { CertificateTrust, Condition, HttpCondition } from './condition.ts'
import type { Expectation } from './target.ts'

/** What the user said of how the application shows that it works. */
export interface Asked {
  /** `--http`. */
  readonly http?: readonly HttpTarget[]
  /** `--expect`. */
  readonly expected?: Expected
  /** The certificates of each file that was named. */
  readonly certificates?: ReadonlyMap<string, string>
}

/**
 * What the application is expected to do: what the user said, else what the image's config promises.
 * @throws HarnessError `usage-invalid` when what was asked for does not fit the image
 */
export function resolveExpectation(asked: Asked, config: ImageConfig): Expectation {
  const { http = [], expected } = asked
  if (expected?.exitCode !== undefined) return { kind: 'exit', exitCode: expected.exitCode, log: expected.log }
  const exposed = exposedTcpPorts(config)
  const conditions: readonly Condition[] = [
    ...http.map((target) => httpCondition(target, asked, exposed)),
    ...(expected?.tcp ?? []).map((port) => ({ kind: 'tcp', port: `${port}/tcp` }) as const),
    ...(expected?.healthcheck === true
      ? [{ kind: 'healthcheck', command: healthcheckOf(config.config) } as const]
      : []),
    ...(expected?.commands ?? []).map((command) => ({ kind: 'command', command }) as const),
    ...(expected?.log ?? []).map((pattern) => ({ kind: 'log', pattern }) as const),
  ]
  if (conditions.length > 0) return { kind: 'healthy', conditions }
  if (exposed.length > 0) return { kind: 'healthy', conditions: [{ kind: 'listen', ports: exposed }] }
  return { kind: 'stay' }
}

function httpCondition(target: HttpTarget, asked: Asked, exposed: readonly string[]): HttpCondition {
  const { scheme, path, host } = target
  const trust = trustOf(target.trust ?? asked.expected?.trust, asked)
  return {
    kind: 'http',
    scheme,
    port: target.port === undefined ? onlyPort(target, exposed) : `${target.port}/tcp`,
    path,
    ...(host === undefined ? {} : { host }),
    ...(trust === undefined ? {} : { trust }),
    wants: joinWants(target.wants, asked.expected?.answer ?? noWants),
  }
}

function trustOf(trust: TlsTrust | undefined, { certificates }: Asked): CertificateTrust | undefined {
  return trust?.kind === 'authority' ? { kind: 'authority', pem: certificates?.get(trust.file) ?? '' } : trust
}

/** An endpoint's own statuses take the place of those said for all; everything else must hold beside them. */
function joinWants(own: AnswerWants, all: AnswerWants): AnswerWants {
  return {
    statuses: own.statuses.length > 0 ? own.statuses : all.statuses,
    body: [...own.body, ...all.body],
    json: [...own.json, ...all.json],
    headers: [...own.headers, ...all.headers],
  }
}

function onlyPort({ scheme, path }: HttpTarget, exposed: readonly string[]): string {
  const [only, ...others] = exposed
  if (only !== undefined && others.length === 0) return only
  const found = only === undefined ? 'exposes no TCP port' : `exposes ${exposed.join(', ')}`
  const word = scheme === 'https' ? 'https:' : ''
  throw new HarnessError('usage-invalid', `--http ${word}${path} needs a port: the image ${found}`, {
    hint: `name the port: --http ${word}${scheme === 'https' ? 8443 : 5000}${path}`,
  })
}

const shellOfHealthchecks = ['/bin/sh', '-c'] as const

/** https://github.com/moby/docker-image-spec/blob/main/spec.md#image-json-field-descriptions, `Healthcheck` */
function healthcheckOf({ healthcheck, shell = shellOfHealthchecks }: ContainerConfig): readonly string[] {
  const [kind, ...words] = healthcheck?.test ?? []
  if (kind === 'CMD' && words.length > 0) return words
  if (kind === 'CMD-SHELL' && words.length > 0) return [...shell, ...words]
  throw new HarnessError('usage-invalid', '--expect healthcheck: the image has no HEALTHCHECK', {
    hint: 'say what shows that it is healthy: --http 5000/health, or --expect command:WORDS',
  })
}

/** `5000/tcp` of each TCP port the config exposes; a port without a protocol is TCP, ranges are left out. */
export function exposedTcpPorts(config: ImageConfig): readonly string[] {
  return config.config.exposedPorts.flatMap((port) => {
    const match = /^(\d{1,5})(?:\/tcp)?$/.exec(port)
    return match?.[1] === undefined ? [] : [`${match[1]}/tcp`]
  })
}
