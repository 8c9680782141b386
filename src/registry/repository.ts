import type { Reference } from '../oci/reference.ts'

/** The part of a reference that names where, not which. */
export type Repository = Pick<Reference, 'registry' | 'repository'>

/** `docker.io/library/python`: the full name. */
export function formatRepository({ registry, repository }: Repository): string {
  return `${registry}/${repository}`
}
