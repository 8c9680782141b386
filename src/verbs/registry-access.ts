import type { ResolvedConfig } from '../config/resolved-config.ts'
import { readVariable, type Environment } from '../config/environment.ts'
import type { PullCredential } from '../engine/engine.ts'
import { parseReference } from '../oci/reference.ts'
import { createRegistryClient, type RegistryClient } from '../registry/client.ts'
import type { CredentialSource } from '../registry/credentials.ts'
import { createDockerCredentials } from '../registry/docker-credentials.ts'
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
  // Whatever keeps them from being read was said when the registry was asked; the engine may then pull anonymously too.
  const ask = credentialsOf(context)
  const credential = await ask(reference.registry, reference.repository, context.signal).catch(() => undefined)
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

const sources = new WeakMap<Environment, CredentialSource>()

/** The user's credentials, read once for registries and pulls alike. */
function credentialsOf({ environment }: VerbContext): CredentialSource {
  const { variables, homeDir, runtimeDir } = environment
  const known = sources.get(environment)
  if (known !== undefined) return known
  const dockerConfig = readVariable(variables, 'DOCKER_CONFIG')
  const dockerAuthConfig = readVariable(variables, 'DOCKER_AUTH_CONFIG')
  const registryAuthFile = readVariable(variables, 'REGISTRY_AUTH_FILE')
  const source = createDockerCredentials({
    home: homeDir,
    env: variables,
    ...(dockerConfig === undefined ? {} : { dockerConfig }),
    ...(dockerAuthConfig === undefined ? {} : { dockerAuthConfig }),
    ...(registryAuthFile === undefined ? {} : { registryAuthFile }),
    ...(runtimeDir === undefined ? {} : { xdgRuntimeDir: runtimeDir }),
  })
  sources.set(environment, source)
  return source
}
