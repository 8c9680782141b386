import type { Choice, SettingValue } from './choice.ts'
import type { HealthUrl } from './healthcheck.ts'
import { choosePlatforms } from './choose-platforms.ts'
import type { FolderFacts } from './folder-facts.ts'
import { whyHttp } from './known-ports.ts'
import type { ComposedService } from './compose-facts.ts'

/** What the image is asked, once it is up. */
export interface ChosenHealth {
  readonly port: number
  readonly path: string
  /** Answers below this are good ones. */
  readonly below: 400 | 500
}

export interface Choices {
  readonly settings: readonly Choice[]
  readonly health?: ChosenHealth
  /** What was left out, and what to look at. */
  readonly notes: readonly string[]
}

/**
 * Chooses the settings that a folder is verified with. What cannot be known for sure is left to what everyarch does of
 * itself: an image that is good must not fail because of a guess.
 *
 * @param asked platforms the user named
 */
export function choose(facts: FolderFacts, asked: readonly string[], suite: string | undefined): Choices {
  const { dockerfile, built } = facts
  const platforms = choosePlatforms(facts, asked)
  const service = chooseService(facts)
  const health = chooseHealth(facts)
  const settings: Choice[] = [
    { setting: 'build', value: '.', because: `${dockerfile.path} builds it; nothing is pushed` },
    ...(dockerfile.path === 'Dockerfile'
      ? []
      : [{ setting: 'file', value: dockerfile.path, because: 'it is the Dockerfile that is here' }]),
    ...(built.target === undefined
      ? []
      : [{ setting: 'target', value: built.target, because: `${built.from} builds this stage` }]),
    ...choosePairs('buildArg', built.buildArgs, built.from),
    ...choosePairs('buildContext', built.contexts, built.from),
    platforms.choice,
    ...service.settings,
    ...health.settings,
    ...(suite === undefined
      ? []
      : [{ setting: 'suite', value: suite, because: 'checks of your own, run on every platform' }]),
  ]
  return {
    settings,
    notes: [...platforms.notes, ...service.notes, ...health.notes, ...adviceOf(facts)],
    ...(health.health === undefined ? {} : { health: health.health }),
  }
}

function choosePairs(setting: string, pairs: ReadonlyMap<string, string>, from = ''): readonly Choice[] {
  if (pairs.size === 0) return []
  return [{ setting, value: [...pairs].map(([name, value]) => `${name}=${value}`), because: `${from} gives them` }]
}

interface Part {
  readonly settings: readonly Choice[]
  readonly notes: readonly string[]
}

/** The compose file is used where the image is not the same without it. */
function chooseService({ compose }: FolderFacts): Part {
  if (compose === undefined) return { settings: [], notes: [] }
  if (compose.kind === 'other') return { settings: [], notes: [`${compose.file} is left out: ${compose.why}`] }
  const { service } = compose
  const why = whyComposed(service)
  if (why === undefined) return { settings: [], notes: [] }
  if (service.hidesFiles) {
    const message = `${service.file} is left out: ${service.name} mounts this folder over the files of the image, which would hide what is shipped`
    return { settings: [], notes: [message] }
  }
  const because = `${service.name} of ${service.file} ${why}`
  const notes =
    service.alike.length === 0 ? [] : [`${service.alike.join(', ')} of ${service.file} build the same image`]
  return {
    settings: [
      { setting: 'compose', value: service.file, because },
      { setting: 'service', value: service.name, because: 'its command and variables are used too' },
    ],
    notes,
  }
}

function whyComposed({ needs, hasEnvironment }: ComposedService): string | undefined {
  if (needs.length > 0) return `needs ${needs.join(', ')} beside it`
  return hasEnvironment ? 'is given variables there' : undefined
}

interface HealthPart extends Part {
  readonly health?: ChosenHealth
}

function chooseHealth({ dockerfile, compose }: FolderFacts): HealthPart {
  const { exposed, healthcheck, path: file } = dockerfile
  const published = compose?.kind === 'service' ? compose.service.ports : []
  const ports = new Set([...exposed.ports.map(({ port }) => port), ...published])
  const notes = exposed.unknown.map(
    ({ line, text }) => `${file}:${line} EXPOSE ${text}: which port that is is not known here`,
  )
  const own: readonly Choice[] =
    healthcheck === undefined
      ? []
      : [
          {
            setting: 'expect',
            value: 'healthcheck',
            because: `${file}:${healthcheck.line} has a HEALTHCHECK, which must end with 0`,
          },
        ]
  const url = healthcheck?.url
  if (healthcheck !== undefined && url !== undefined && ports.has(url.port)) {
    const health = { port: url.port, path: url.path, below: url.wantsSuccess ? 400 : 500 } as const
    const because = `the HEALTHCHECK asks there; here it is asked from outside the container`
    return { settings: [{ setting: 'http', value: httpValue(health, url), because }, ...own], notes, health }
  }
  if (healthcheck !== undefined) return { settings: own, notes }
  const [candidate, ...others] = listWebPorts(dockerfile, published, ports)
  if (candidate === undefined || others.length > 0) {
    const left =
      ports.size > 0
        ? `of port ${[...ports].join(', ')} it is only asked that it is listened on: where it speaks HTTP, set http`
        : `it exposes no port that could be read: it must end with 0 or stay up; set http, or expect and command, to ask more of it`
    return { settings: own, notes: [...notes, left] }
  }
  const health = { port: candidate.port, path: '/', below: 500 } as const
  const because = `${candidate.where}, and ${candidate.why}. No health path was found, so any answer on / below 500 will do: name yours`
  return { settings: [{ setting: 'http', value: httpValue(health), because }, ...own], notes, health }
}

function httpValue({ port, path, below }: ChosenHealth, url?: HealthUrl): SettingValue {
  if (url?.wantsSuccess === true) return `${port}${path === '/' ? '' : path}`
  return { port, path, status: `200-${below - 1}` }
}

interface WebPort {
  readonly port: number
  readonly where: string
  readonly why: string
}

function listWebPorts(
  { exposed, starts, stage, path }: FolderFacts['dockerfile'],
  published: readonly number[],
  ports: ReadonlySet<number>,
): readonly WebPort[] {
  const all = [...ports].flatMap((port): readonly WebPort[] => {
    const why = whyHttp(port, starts?.text ?? '', stage.base)
    const line = exposed.ports.find((one) => one.port === port)?.line
    const where = line === undefined ? 'the compose file publishes it' : `${path}:${line} exposes it`
    return why === undefined ? [] : [{ port, where, why }]
  })
  const ofCompose = all.filter(({ port }) => published.includes(port))
  return ofCompose.length === 1 ? ofCompose : all
}

const mostAdvice = 5

function adviceOf({ dockerfile, bake, bakeProblem }: FolderFacts): readonly string[] {
  return [
    ...dockerfile.causes.slice(0, mostAdvice).map(({ line, why }) => `${dockerfile.path}:${line} ${why}`),
    ...dockerfile.secrets.map(
      ({ id, line }) => `${dockerfile.path}:${line} mounts the secret ${id}: say where it is, secret: 'id=${id},env=…'`,
    ),
    ...(dockerfile.path === 'Dockerfile' && dockerfile.others.length > 0
      ? [`there are other Dockerfiles: ${dockerfile.others.join(', ')}; --file names one`]
      : []),
    ...(bakeProblem === undefined ? [] : [bakeProblem]),
    ...(bake === undefined || bake.alike.length === 0
      ? []
      : [`${bake.file} builds this folder as ${bake.alike.join(', ')} too; ${bake.name} is verified`]),
  ]
}
