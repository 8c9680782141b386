/**
 * Calls that engines deny to containers by default, and that the launcher's own namespace would allow again: mounts,
 * namespaces, keys, modules and their like.
 * https://docs.docker.com/engine/security/seccomp/#significant-syscalls-blocked-by-default-profile
 */
interface HostCalls {
  /** `AUDIT_ARCH_…` of include/uapi/linux/audit.h. */
  readonly audit: number
  readonly clone: number
  readonly denied: readonly number[]
}

/** arch/x86/entry/syscalls/syscall_64.tbl */
const amd64: HostCalls = {
  audit: 0xc000003e,
  clone: 56,
  denied: [
    103, 134, 136, 139, 153, 155, 156, 163, 164, 165, 166, 167, 168, 169, 172, 173, 174, 175, 176, 177, 178, 179, 180,
    212, 227, 246, 248, 249, 250, 272, 279, 298, 304, 305, 308, 312, 313, 320, 321, 323, 425, 426, 427, 428, 429, 430,
    431, 432, 433, 442, 443,
  ],
}

/** include/uapi/asm-generic/unistd.h */
const arm64: HostCalls = {
  audit: 0xc00000b7,
  clone: 220,
  denied: [
    39, 40, 41, 42, 58, 60, 89, 97, 104, 105, 106, 112, 116, 142, 170, 217, 218, 219, 224, 225, 239, 241, 265, 266, 268,
    272, 273, 280, 282, 294, 425, 426, 427, 428, 429, 430, 431, 432, 433, 442, 443,
  ],
}

const hosts: Readonly<Record<string, HostCalls>> = { amd64, arm64 }

const clone3 = 435
const firstX32 = 0x40000000
const newNamespaces = 0x7e020080
const [notPermitted, notImplemented] = [1, 38]

/** Instructions of the classic packet filter. https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html */
const load = (offset: number): Instruction => [0x20, 0, 0, offset]
const skipIfEqual = (value: number, then: number, otherwise: number): Instruction => [0x15, then, otherwise, value]
const skipIfAtLeast = (value: number, then: number, otherwise: number): Instruction => [0x35, then, otherwise, value]
const skipIfAny = (bits: number, then: number, otherwise: number): Instruction => [0x45, then, otherwise, bits]
const answer = (value: number): Instruction => [0x06, 0, 0, value]
const allow = answer(0x7fff0000)
const fail = (error: number): Instruction => answer(0x00050000 | error)

type Instruction = readonly [code: number, then: number, otherwise: number, value: number]

/** Which hosts a filter is known for. */
export function hasFilter(hostArchitecture: string): boolean {
  return hosts[hostArchitecture] !== undefined
}

/** The filter that takes from a container what only the launcher needs, as the kernel of a host reads it. */
export function writeFilter(hostArchitecture: string): Uint8Array {
  const host = hosts[hostArchitecture]
  if (host === undefined) throw new RangeError(`no filter of system calls is known for ${hostArchitecture}`)
  const [number, architecture, firstArgument] = [0, 4, 16]
  const instructions: readonly Instruction[] = [
    load(architecture),
    skipIfEqual(host.audit, 1, 0),
    fail(notPermitted),
    load(number),
    skipIfAtLeast(firstX32, 0, 1),
    fail(notPermitted),
    skipIfEqual(clone3, 0, 1),
    fail(notImplemented),
    ...host.denied.flatMap((call) => [skipIfEqual(call, 0, 1), fail(notPermitted)]),
    skipIfEqual(host.clone, 0, 3),
    load(firstArgument),
    skipIfAny(newNamespaces, 0, 1),
    fail(notPermitted),
    allow,
  ]
  const bytes = new Uint8Array(instructions.length * 8)
  const view = new DataView(bytes.buffer)
  for (const [index, [code, then, otherwise, value]] of instructions.entries()) {
    view.setUint16(index * 8, code, true)
    view.setUint8(index * 8 + 2, then)
    view.setUint8(index * 8 + 3, otherwise)
    view.setUint32(index * 8 + 4, value, true)
  }
  return bytes
}
