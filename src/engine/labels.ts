/** The run that made a container: cleaning up asks for it. */
export const runLabel = 'org.everyarch.run'

/** Seconds since 1970 after which nobody waits for the container any more. */
export const deadlineLabel = 'org.everyarch.deadline'

/** The process that made it, on the host named by {@link hostLabel}. */
export const processLabel = 'org.everyarch.pid'

/** The host name of the process that made it. */
export const hostLabel = 'org.everyarch.host'

/** That process told from all others that have its number on hosts of its name. */
export const originLabel = 'org.everyarch.origin'

/** `application`, `probe` or `control`: what the container is for. */
export const roleLabel = 'org.everyarch.role'

/** The platform it runs, normalised: `linux/arm/v7`. */
export const platformLabel = 'org.everyarch.platform'

/** What a list of the engine is narrowed by: every label must be there; an empty value stands for any. */
export function labelFilter(labels: Readonly<Record<string, string>>): string {
  const wanted = Object.entries(labels).map(([name, value]) => (value === '' ? name : `${name}=${value}`))
  // Podman takes no empty list.
  return JSON.stringify(wanted.length === 0 ? {} : { label: wanted })
}
