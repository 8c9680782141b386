import type { Endpoint } from './endpoint.ts'

/** What a request wants to do, which is what its authorization is kept under. */
export interface AuthorizationTarget {
  readonly endpoint: Endpoint
  /** As the endpoint names it, a mirror's prefix included. */
  readonly repository: string
  readonly actions: 'pull' | 'pull,push'
  /** Another repository that is read on the way, for a mount. */
  readonly pullFrom?: string
}
