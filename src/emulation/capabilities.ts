/** By number, from 0 on. https://man7.org/linux/man-pages/man7/capabilities.7.html */
const names = [
  'CHOWN',
  'DAC_OVERRIDE',
  'DAC_READ_SEARCH',
  'FOWNER',
  'FSETID',
  'KILL',
  'SETGID',
  'SETUID',
  'SETPCAP',
  'LINUX_IMMUTABLE',
  'NET_BIND_SERVICE',
  'NET_BROADCAST',
  'NET_ADMIN',
  'NET_RAW',
  'IPC_LOCK',
  'IPC_OWNER',
  'SYS_MODULE',
  'SYS_RAWIO',
  'SYS_CHROOT',
  'SYS_PTRACE',
  'SYS_PACCT',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_NICE',
  'SYS_RESOURCE',
  'SYS_TIME',
  'SYS_TTY_CONFIG',
  'MKNOD',
  'LEASE',
  'AUDIT_WRITE',
  'AUDIT_CONTROL',
  'SETFCAP',
  'MAC_OVERRIDE',
  'MAC_ADMIN',
  'SYSLOG',
  'WAKE_ALARM',
  'BLOCK_SUSPEND',
  'AUDIT_READ',
  'PERFMON',
  'BPF',
  'CHECKPOINT_RESTORE',
]

/** What containers have by their engines' defaults. https://docs.docker.com/engine/containers/run/ */
const usual: readonly number[] = [0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31]

/** The numbers of all capabilities. */
export const allCapabilities: readonly number[] = names.map((_, number) => number)

/** The capabilities root has in a container with some added and dropped, by number, as engines read such lists. */
export function capabilitiesOf(added: readonly string[] = [], dropped: readonly string[] = []): ReadonlySet<number> {
  const first = added.includes('ALL') ? allCapabilities : dropped.includes('ALL') ? [] : usual
  const kept = new Set([...first, ...numbersOf(added)])
  for (const number of numbersOf(dropped)) kept.delete(number)
  return kept
}

function numbersOf(list: readonly string[]): readonly number[] {
  return list.map((name) => names.indexOf(name.replace(/^CAP_/, ''))).filter((number) => number >= 0)
}
