import type { PartialSource } from '../image/source.ts'

/** What brings a platform to a store that does not hold it. */
export function partialHint({ pulledAs }: PartialSource): string {
  return pulledAs === undefined
    ? nameItThere
    : `docker pull --platform NAME ${pulledAs} adds it, where a registry has it`
}

/** Where to ask for platforms that a store of one platform may have lost. */
export function lostHint({ pulledAs }: PartialSource): string {
  return pulledAs === undefined ? nameItThere : `everyarch inspect ${pulledAs} asks its registry for all of them`
}

const nameItThere = 'name the image in its registry, or save it from an engine that holds this platform too'
