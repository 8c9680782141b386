import type { FolderFacts } from './folder-facts.ts'

/** Something that was seen in a folder. */
export interface Found {
  /** `Dockerfile:5`, or a file. */
  readonly where: string
  readonly says: string
}

/** What a folder says, in the order one reads it. */
export function tellFacts(facts: FolderFacts): readonly Found[] {
  const { bake, ciFiles, compose, configs, readme } = facts
  return [
    ...tellDockerfile(facts),
    ...(compose?.kind === 'service'
      ? [{ where: compose.service.file, says: `its service ${compose.service.name} builds this folder` }]
      : []),
    ...(bake === undefined ? [] : [{ where: bake.file, says: `its target ${bake.name} builds this folder` }]),
    ...ciFiles.map(({ path, platforms, runsEveryarch }) => ({
      where: path,
      says: runsEveryarch
        ? 'runs everyarch'
        : platforms.length === 0
          ? 'names no platforms for this folder'
          : `builds ${platforms.join(', ')}`,
    })),
    ...configs.map((where) => ({ where, says: 'a configuration is there already' })),
    ...(readme === undefined ? [] : [{ where: readme, says: 'has a place for the table of platforms' }]),
  ]
}

function tellDockerfile({ dockerfile }: FolderFacts): readonly Found[] {
  const { exposed, healthcheck, path, stage, stageCount, starts, usesTarget } = dockerfile
  const line = stage.from.lines[0]?.number ?? 1
  const ofStages = stageCount === 1 ? '' : `, the stage that is shipped of ${stageCount}`
  return [
    { where: `${path}:${line}`, says: `from ${stage.base}${ofStages}` },
    ...exposed.ports.map((one) => ({ where: `${path}:${one.line}`, says: `exposes port ${one.port}` })),
    ...(healthcheck === undefined
      ? []
      : [{ where: `${path}:${healthcheck.line}`, says: `HEALTHCHECK ${healthcheck.text}` }]),
    ...(starts === undefined ? [] : [{ where: `${path}:${starts.line}`, says: `starts ${starts.text}` }]),
    ...(usesTarget ? [{ where: path, says: 'asks which platform it is built for' }] : []),
  ]
}
