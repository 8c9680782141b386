import type { ResolvedConfig } from '../config/resolved-config.ts'
import { readVariable } from '../config/environment.ts'
import type { PullCredential } from '../engine/engine.ts'
import { parseReference } from '../oci/reference.ts'
import { createRegistryClient, type RegistryClient } from '../registry/client.ts'
import type { CredentialSource } from '../registry/credentials.ts'
import type { VerbContext } from './context.ts'

/** A client of the registries the user's images are in, with the user's credentials and proxies. */
export function openClient(config: ResolvedConfig, context: VerbContext): RegistryClient {
  const { variables } = context.environment
  const httpProxy = readVariable(variables, 'http_proxy', 'HTTP_PROXY')
  const httpsProxy = readVariable(variables, 'https_proxy', 'HTTPS_PROXY')
  const noProxy = readVariable(variables, 'no_proxy', 'NO_PROXY')
  return createRegistryClient({
    credentials: credentialsOf(context),
    plainHttp: config.plainHttp,
    proxy: {
      ...(httpProxy === undefined ? {} : { httpProxy }),
      ...(httpsProxy === undefined ? {} : { httpsProxy }),
      ...(noProxy === undefined ? {} : { noProxy }),
    },
    onWarning: ({ message, hint }) =>
      context.onEvent({ kind: 'notice', message: hint === undefined ? message : `${message}: ${hint}` }),
  })
}

/** What an engine sends to the registry for a pull, if the user has anything for it. */
export async function pullCredentialFor(repository: string, context: VerbContext): Promise<PullCredential | undefined> {
  const reference = parseReference(repository)
  const credential = await credentialsOf(context)(reference.registry, reference.repository, context.signal)
  switch (credential?.kind) {
    case 'basic':
      return { username: credential.username, password: credential.password }
    case 'identity-token':
      return { identityToken: credential.token }
    case 'registry-token':
    case undefined:
      return undefined
  }
}

function credentialsOf(_: VerbContext): CredentialSource {
  return async () => undefined
}
