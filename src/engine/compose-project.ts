import { asObject, type JsonObject } from '../oci/json.ts'
import type { ComposeFile, Dependency } from './compose-file.ts'
import type { VolumeMount } from './mount.ts'

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

/**
 * The volumes of a service that is run beside its project: those that services of the project have as well are the
 * project's, others are empty ones of its own. What is external is nobody's to write to on every platform at once.
 */
export function volumesOf(
  service: JsonObject,
  { file, dependencies, name }: Omit<ProjectOptions, 'labels'>,
): readonly VolumeMount[] {
  const others = dependencies.flatMap((it) => listVolumes(file.services.get(it.service)))
  const shared = new Set(others.map((volume) => volume.optionalString('source')))
  const external = Object.entries(fieldsOf(file.document['volumes'])).filter(
    ([, it]) => fieldsOf(it)['external'] === true,
  )
  const foreign = new Set(external.map(([key]) => key))
  return listVolumes(service).flatMap((volume) => {
    const source = volume.optionalString('source')
    if (source !== undefined && foreign.has(source)) return []
    const isShared = source !== undefined && shared.has(source)
    const target = volume.string('target')
    const isReadOnly = volume.optionalBoolean('read_only') ?? false
    return [{ ...(isShared && { name: `${name}_${source}` }), target, isReadOnly }]
  })
}

/** Of the engine, not of this host's files. */
function listVolumes(service: JsonObject | undefined): readonly JsonObject[] {
  const volumes = service?.list('volumes', (volume, where) => asObject(volume, where)) ?? []
  return volumes.filter((volume) => volume.optionalString('type') === 'volume')
}

/** Files of this host that services of a project want, one at least of each service that wants any. */
export function hostFilesOf({
  file,
  dependencies,
}: Pick<ProjectOptions, 'file' | 'dependencies'>): readonly HostFiles[] {
  return dependencies.flatMap(({ service }) => {
    const fields = file.services.get(service)
    const mounts = fields?.list('volumes', (volume, where) => asObject(volume, where)) ?? []
    const bind = mounts.find((volume) => volume.optionalString('type') === 'bind')
    const source = bind?.optionalString('source') ?? givenFile(file, fields)
    return source === undefined ? [] : [{ service, source }]
  })
}

export interface HostFiles {
  readonly service: string
  readonly source: string
}

/** Compose mounts the files of configurations and secrets, too. */
function givenFile({ document }: ComposeFile, service: JsonObject | undefined): string | undefined {
  for (const kind of ['configs', 'secrets'] as const) {
    const all = fieldsOf(document[kind])
    for (const given of service?.list(kind, (it, where) => asObject(it, where)) ?? []) {
      const { file } = fieldsOf(all[given.optionalString('source') ?? ''])
      if (typeof file === 'string') return file
    }
  }
  return undefined
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
