import { HarnessError } from '../errors.ts'
import { asObject, parseJson, parseWithin, type JsonObject } from '../oci/json.ts'
import { quoteText } from '../oci/quote.ts'

/** What another service needs of one before it is started. */
export type DependencyCondition = 'started' | 'healthy' | 'completed'

export interface Dependency {
  readonly service: string
  readonly condition: DependencyCondition
}

/** A compose file as `docker compose config` spells it out: merged, interpolated, with absolute paths. */
export interface ComposeFile {
  /** As the user named it. */
  readonly path: string
  readonly services: ReadonlyMap<string, JsonObject>
  /** The whole document, for what is handed on as it is. */
  readonly document: Readonly<Record<string, unknown>>
}

/** @throws HarnessError `config-invalid` */
export function parseComposeFile(text: string, path: string): ComposeFile {
  return parseWithin(
    path,
    () => {
      const document = parseJson(Buffer.from(text), path)
      const services = asObject(document).object('services')
      const entries = services.keys().map((name) => [name, services.object(name)] as const)
      return { path, services: new Map(entries), document: asFields(document) }
    },
    'config-invalid',
  )
}

/** @throws HarnessError `usage-invalid` when there is no such service */
export function findService({ services, path }: ComposeFile, name: string): JsonObject {
  const found = services.get(name)
  if (found !== undefined) return found
  throw new HarnessError('usage-invalid', `${path} has no service ${quoteText(name)}`, {
    hint: `its services are ${[...services.keys()].join(', ')}`,
  })
}

/**
 * The services to be started before this one, itself not among them: those it depends on, and what these depend on;
 * all others that do not need it where it names none. What it waits for is what the file says, else that a service with
 * a health check is healthy.
 * https://github.com/compose-spec/compose-spec/blob/main/05-services.md#depends_on
 */
export function listDependencies(file: ComposeFile, name: string): readonly Dependency[] {
  const named = directDependencies(findService(file, name))
  const conditions = new Map(named.map(({ service, condition }) => [service, condition]))
  const wanted =
    named.length > 0
      ? reachableFrom(file, name)
      : [...file.services.keys()].filter((other) => other !== name && !reachableFrom(file, other).includes(name))
  return wanted.map((service) => ({ service, condition: conditions.get(service) ?? usualCondition(file, service) }))
}

function reachableFrom(file: ComposeFile, name: string): readonly string[] {
  const found = new Set<string>()
  const visit = (one: string): void => {
    const service = file.services.get(one)
    for (const { service: next } of service === undefined ? [] : directDependencies(service)) {
      if (next === name || found.has(next) || !file.services.has(next)) continue
      found.add(next)
      visit(next)
    }
  }
  visit(name)
  return [...found]
}

function directDependencies(service: JsonObject): readonly Dependency[] {
  const dependencies = service.optionalObject('depends_on')
  if (dependencies === undefined) return []
  return dependencies.keys().map((name) => {
    const condition = dependencies.object(name).optionalString('condition') ?? 'service_started'
    return { service: name, condition: conditions[condition] ?? 'started' }
  })
}

const conditions: Readonly<Record<string, DependencyCondition>> = {
  service_started: 'started',
  service_healthy: 'healthy',
  service_completed_successfully: 'completed',
}

function usualCondition(file: ComposeFile, name: string): DependencyCondition {
  const waited = [...file.services.values()].flatMap(directDependencies).find(({ service }) => service === name)
  return waited?.condition ?? (file.services.get(name)?.has('healthcheck') === true ? 'healthy' : 'started')
}

function asFields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}
