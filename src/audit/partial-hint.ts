import type { PartialSource } from '../image/source.ts'

/** What brings a platform to a store that does not hold it. */
export function partialHint({ pulledAs }: PartialSource): string {
  return pulledAs === undefined
    ? 'name the image in its registry, or save it from an engine that holds this platform too'
    : `docker pull --platform NAME ${pulledAs} adds it, where a registry has it`
}
