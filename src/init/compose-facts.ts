import { join, resolve } from 'node:path'
import { entriesOf, isFields, textOf, type Fields } from '../plan/image-list-fields.ts'
import { readYamlDocuments } from '../plan/image-list-yaml.ts'
import { withoutPrefix, type FolderBuild } from './folder-build.ts'
import { readText } from './read-text.ts'

/** A service of a compose file that builds this folder. */
export interface ComposedService extends FolderBuild {
  /** The ports in the container that it publishes. */
  readonly ports: readonly number[]
  /** Other services, and whether it is given variables: what it is not the same without. */
  readonly needs: readonly string[]
  readonly hasEnvironment: boolean
  /** True where a folder of this machine takes the place of files of the image. */
  readonly hidesFiles: boolean
}

/** In this order one is taken. https://docs.docker.com/compose/intro/compose-application-model/#the-compose-file */
const names = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml']

export type ComposeFacts =
  | { readonly kind: 'service'; readonly service: ComposedService }
  | { readonly kind: 'other'; readonly file: string; readonly why: string }

/** What a folder's compose file says of what the folder builds; undefined where there is none. */
export async function readComposeFacts(folder: string): Promise<ComposeFacts | undefined> {
  for (const file of names) {
    const content = await readText(join(folder, file))
    if (content === undefined) continue
    try {
      const services = await readServices(content, file)
      const built = services.flatMap(([name, service]) => readService(folder, file, name, service) ?? [])
      const service = built.find(({ ports }) => ports.length > 0) ?? built[0]
      if (service === undefined) return { kind: 'other', file, why: 'no service of it builds this folder' }
      const alike = built.map(({ name }) => name).filter((name) => name !== service.name)
      const others = services.map(([name]) => name).filter((name) => name !== service.name && !alike.includes(name))
      const needs = service.needs.length > 0 ? service.needs : others
      return { kind: 'service', service: { ...service, alike, needs } }
    } catch (thrown) {
      return { kind: 'other', file, why: thrown instanceof Error ? thrown.message : 'it cannot be read' }
    }
  }
  return undefined
}

async function readServices(content: string, file: string): Promise<readonly (readonly [string, Fields])[]> {
  for await (const document of readYamlDocuments(content, file)) {
    const services = isFields(document) ? document['services'] : undefined
    if (!isFields(services)) return []
    return entriesOf(services).flatMap(([name, service]) => (isFields(service) ? [[name, service] as const] : []))
  }
  return []
}

function readService(folder: string, file: string, name: string, service: Fields): ComposedService | undefined {
  const raw = service['build']
  const build = typeof raw === 'string' ? { context: raw } : isFields(raw) ? raw : undefined
  const context = build === undefined ? undefined : (textOf(build, 'context') ?? '.')
  if (build === undefined || context === undefined || resolve(folder, context) !== resolve(folder)) return undefined
  if (build['dockerfile_inline'] !== undefined) return undefined
  const [dockerfile, target] = [textOf(build, 'dockerfile'), textOf(build, 'target')].map((text) =>
    text?.includes('$') === true ? undefined : text,
  )
  return {
    file,
    name,
    ...(dockerfile === undefined ? {} : { dockerfile }),
    ...(target === undefined ? {} : { target }),
    buildArgs: readPairs(build['args']),
    contexts: withoutPrefix(readPairs(build['additional_contexts']), 'service:'),
    platforms: textsOf(build['platforms']),
    ports: listOf(service['ports']).flatMap((port) => readPort(port) ?? []),
    needs: isFields(service['depends_on']) ? Object.keys(service['depends_on']) : textsOf(service['depends_on']),
    hasEnvironment: service['environment'] !== undefined || service['env_file'] !== undefined,
    hidesFiles: listOf(service['volumes']).some(isWholeFolder),
    alike: [],
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((entry) => typeof entry === 'string')
}

/** `A: 1` and `- A=1`; what is interpolated is left out. */
function readPairs(value: unknown): ReadonlyMap<string, string> {
  const pairs: readonly (readonly [string, unknown])[] = isFields(value)
    ? entriesOf(value)
    : textsOf(value).flatMap((text) => {
        const [, name, rest] = /^([\w.:/-]+)=(.*)$/s.exec(text) ?? []
        return name === undefined ? [] : [[name, rest]]
      })
  return new Map(
    pairs.flatMap(([name, given]) =>
      (typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean') &&
      !String(given).includes('$')
        ? [[name, String(given)] as const]
        : [],
    ),
  )
}

/** `8080`, `80:8080`, `127.0.0.1:80:8080/tcp`, `{ target: 8080 }`. */
function readPort(value: unknown): number | undefined {
  if (isFields(value)) return value['protocol'] === 'udp' ? undefined : readPort(value['target'])
  const [, digits] = /(?:^|:)(\d{1,5})(?:\/tcp)?$/.exec(String(value)) ?? []
  const port = Number(digits)
  return port >= 1 && port <= 65_535 ? port : undefined
}

/** The folder itself, or what it is made of, as one mounts it to work on it. */
function isWholeFolder(volume: unknown): boolean {
  const source = isFields(volume) ? textOf(volume, 'source') : typeof volume === 'string' ? volume.split(':')[0] : ''
  return /^(?:\.\/?|\.\/(?:src|app|lib)\/?|\$\{?PWD\}?)$/.test(source ?? '')
}
