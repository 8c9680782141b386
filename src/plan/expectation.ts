import { HarnessError } from '../errors.ts'
import type { Expectation } from './target.ts'
import type { ImageConfig } from '../oci/image-config.ts'

/** What the user said of how the application shows that it works. */
export interface Asked {
  /** `--http`: a port, a path or both; absent when not asked for. */
  readonly http?: { readonly port?: number; readonly path: string }
  /** `--expect exit:N`. */
  readonly exitCode?: number
}

/**
 * What the application is expected to do: what the user said, else what the image's config promises.
 * @throws HarnessError `usage-invalid` when `--http` names no port and the image does not expose exactly one
 */
export function resolveExpectation(asked: Asked, config: ImageConfig): Expectation {
  const exposed = exposedTcpPorts(config)
  if (asked.http !== undefined) {
    const { port, path } = asked.http
    if (port !== undefined) return { kind: 'http', port: `${port}/tcp`, path }
    const [only, ...others] = exposed
    if (only !== undefined && others.length === 0) return { kind: 'http', port: only, path }
    const found = only === undefined ? 'exposes no TCP port' : `exposes ${exposed.join(', ')}`
    throw new HarnessError('usage-invalid', `--http ${path} needs a port: the image ${found}`, {
      hint: `name the port: --http 5000${path}`,
    })
  }
  if (asked.exitCode !== undefined) return { kind: 'exit', exitCode: asked.exitCode }
  return exposed.length > 0 ? { kind: 'listen', ports: exposed } : { kind: 'stay' }
}

/** `5000/tcp` of each TCP port the config exposes; a port without a protocol is TCP, ranges are left out. */
export function exposedTcpPorts(config: ImageConfig): readonly string[] {
  return config.config.exposedPorts.flatMap((port) => {
    const match = /^(\d{1,5})(?:\/tcp)?$/.exec(port)
    return match?.[1] === undefined ? [] : [`${match[1]}/tcp`]
  })
}
