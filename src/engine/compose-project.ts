import type { ComposeFile, Dependency } from './compose-file.ts'

type Fields = Readonly<Record<string, unknown>>

export interface ProjectOptions {
  readonly file: ComposeFile
  readonly dependencies: readonly Dependency[]
  /** Told apart from every other project of the engine. */
  readonly name: string
  /** By which everything the project makes is found again. */
  readonly labels: Readonly<Record<string, string>>
}

/** The one network that the image under test is in, and every service beside it. */
export const projectNetwork = 'everyarch'

/** The network's name in the engine. */
export function networkName(project: string): string {
  return `${project}_${projectNetwork}`
}

/**
 * The services an image needs beside it, as a project of its own that can run many times at once: without published
 * ports and fixed names, with networks and volumes of its own. What is external stays what it is.
 */
export function createProject({ file, dependencies, name, labels }: ProjectOptions): Fields {
  const { document } = file
  const wanted = new Set(dependencies.map(({ service }) => service))
  const services = Object.entries(fieldsOf(document['services'])).filter(([service]) => wanted.has(service))
  return {
    ...document,
    name,
    services: Object.fromEntries(services.map(([service, fields]) => [service, ownService(fieldsOf(fields), labels)])),
    networks: { ...mapFields(document['networks'], (it) => ownResource(it, labels)), [projectNetwork]: { labels } },
    volumes: mapFields(document['volumes'], (it) => ownResource(it, labels)),
  }
}

function ownService(service: Fields, labels: Fields): Fields {
  const { ports: _ports, container_name: _name, restart: _restart, networks, ...kept } = service
  const isApart = typeof service['network_mode'] === 'string'
  return {
    ...kept,
    labels: { ...fieldsOf(service['labels']), ...labels },
    ...(isApart ? {} : { networks: { ...fieldsOf(networks ?? { default: null }), [projectNetwork]: null } }),
  }
}

/** Without its name, which `docker compose config` has made out of the user's own project. */
function ownResource(resource: Fields, labels: Fields): Fields {
  if (resource['external'] === true) return resource
  const { name: _, ...kept } = resource
  return { ...kept, labels: { ...fieldsOf(resource['labels']), ...labels } }
}

function mapFields(value: unknown, change: (fields: Fields) => Fields): Fields {
  return Object.fromEntries(Object.entries(fieldsOf(value)).map(([key, fields]) => [key, change(fieldsOf(fields))]))
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}
