/** `127.0.0.1` of `127.0.0.1:5000`, `::1` of `[::1]:5000`; in lower case. */
export function hostName(host: string): string {
  const bracketed = /^\[([^\]]*)\]/.exec(host)?.[1]
  return (bracketed ?? host.replace(/:\d+$/, '')).toLowerCase()
}

/** True for names and addresses that never leave this machine. */
export function isLoopback(host: string): boolean {
  const name = hostName(host)
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name)
}
