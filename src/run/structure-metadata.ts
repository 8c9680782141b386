import type { ImageInfo } from '../harness/protocol.ts'
import type { Patterns } from './patterns.ts'
import type { StructureMetadata, StructurePair } from './structure-file.ts'
import { judgeText } from './structure-judge.ts'

/** What the configuration of an image says otherwise than a test wants. */
export async function judgeMetadata(
  test: StructureMetadata,
  image: ImageInfo,
  patterns: Pick<Patterns, 'search'>,
): Promise<readonly string[]> {
  const ports = image.exposedPorts.map((port) => port.split('/')[0])
  const said = (words: readonly string[]): string => JSON.stringify(words)
  const isSame = (wanted: readonly string[] | undefined, words: readonly string[]): boolean =>
    wanted === undefined || said(wanted) === said(words)
  return [
    ...(await judgePairs(test.env, image.env, 'variable', patterns)),
    ...test.unboundEnv.filter((key) => Object.hasOwn(image.env, key)).map((key) => `there is a variable ${key}`),
    ...(await judgePairs(test.labels, image.labels, 'label', patterns)),
    ...(isSame(test.cmd, image.command) ? [] : [`expected cmd ${said(test.cmd ?? [])}, it is ${said(image.command)}`]),
    ...(isSame(test.entrypoint, image.entrypoint)
      ? []
      : [`expected entrypoint ${said(test.entrypoint ?? [])}, it is ${said(image.entrypoint)}`]),
    ...(test.workdir === '' || test.workdir === image.workdir
      ? []
      : [`expected workdir ${test.workdir}, it is ${image.workdir}`]),
    ...(test.user === '' || test.user === image.user ? [] : [`expected user ${test.user}, it is ${image.user}`]),
    ...test.exposedPorts.filter((port) => !ports.includes(port)).map((port) => `port ${port} is not exposed`),
    ...test.unexposedPorts.filter((port) => ports.includes(port)).map((port) => `port ${port} is exposed`),
    ...test.volumes.filter((path) => !image.volumes.includes(path)).map((path) => `there is no volume ${path}`),
    ...test.unmountedVolumes.filter((path) => image.volumes.includes(path)).map((path) => `there is a volume ${path}`),
  ]
}

async function judgePairs(
  wanted: readonly StructurePair[],
  found: Readonly<Record<string, string>>,
  what: string,
  patterns: Pick<Patterns, 'search'>,
): Promise<readonly string[]> {
  const judge = async ({ key, value, isRegex }: StructurePair): Promise<readonly string[]> => {
    const own = Object.hasOwn(found, key) ? found[key] : undefined
    if (own === undefined) return [`there is no ${what} ${key}`]
    if (!isRegex) return own === value ? [] : [`expected ${what} ${key} to be ${value}, it is ${own}`]
    return judgeText(own, { expected: [value] }, `${what} ${key}`, patterns)
  }
  return (await Promise.all(wanted.map(judge))).flat()
}
