import { createAuthorizer, type Authorizer } from './authorizer.ts'
import { createEndpoints, type Endpoints } from './endpoint.ts'
import { resolveSettings, type RegistryOptions, type RegistrySettings } from './settings.ts'
import { createTransport, type Transport } from './transport.ts'

/** What all requests of one client share. */
export interface Session {
  readonly settings: RegistrySettings
  readonly transport: Transport
  readonly endpoints: Endpoints
  readonly authorizer: Authorizer
}

export function openSession(options: RegistryOptions): Session {
  const settings = resolveSettings(options)
  const transport = createTransport(settings)
  return {
    settings,
    transport,
    endpoints: createEndpoints(settings),
    authorizer: createAuthorizer(settings, transport),
  }
}
