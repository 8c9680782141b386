/** Query parameters of the registry protocol that hold no secret; all others may (presigned storage addresses do). */
const plainParameters = new Set(['n', 'last', 'service', 'scope', 'digest', 'mount', 'from', 'ns'])

/** An address for messages and reports: no user, no password, no value that may be a signature. */
export function redactUrl(url: URL): string {
  const parameters = [...url.searchParams].map(([name, value]) => `${name}=${plainParameters.has(name) ? value : '…'}`)
  return `${url.origin}${url.pathname}${parameters.length === 0 ? '' : `?${parameters.join('&')}`}`
}

/** Text of a server that may repeat what it was sent, without the secrets among it. */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret !== '').reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text)
}
