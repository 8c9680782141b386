import { closestWord } from '../oci/closest-word.ts'
import { invalidValue, readCommaList } from './readers.ts'

/** https://man7.org/linux/man-pages/man7/capabilities.7.html */
const capabilities = [
  'AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE',
  'DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN',
  'MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID',
  'SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE',
  'SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM ALL',
].flatMap((names) => names.split(' '))

/** Capabilities of Linux, with or without `CAP_`, in either case; `ALL` is every one. @throws HarnessError `config-invalid` */
export function readCapabilities(raw: unknown): readonly string[] {
  return [...new Set(readCommaList(raw).map(readCapability))]
}

function readCapability(text: string): string {
  const name = text.toUpperCase().replace(/^CAP_/, '')
  const known = capabilities.find((capability) => capability === name)
  if (known !== undefined) return known
  const near = closestWord(name, capabilities)
  throw invalidValue(text, 'a capability', near === undefined ? 'write NET_ADMIN, or ALL' : `did you mean ${near}?`)
}
