import type { Severity } from './severity.ts'

interface CodeInfo {
  /** The severity this code has unless the place that finds it knows better. */
  readonly severity: Severity
  /** What it says, in a few words, for lists and documentation. */
  readonly title: string
}

/** Every finding code, with its usual severity. Codes are stable once released. */
export const findingCodes = {
  'index/platform-missing': {
    severity: 'error',
    title: 'a platform that was required or asked for is not in the index',
  },
  'index/platform-unexpected': { severity: 'warning', title: 'a platform is in the index that is not on the list' },
  'index/platform-duplicate': { severity: 'error', title: 'the index lists a platform twice' },
  'index/digest-shared': { severity: 'error', title: 'two platforms point at one manifest' },
  'index/layers-shared': { severity: 'error', title: 'two architectures share layers that hold machine code' },
  'index/not-an-index': { severity: 'info', title: 'a single manifest, not an index' },
  'index/nested': { severity: 'warning', title: 'an index inside the index' },
  'index/platform-absent': { severity: 'warning', title: 'a descriptor without a platform' },
  'index/platform-invalid': { severity: 'error', title: 'a platform that does not exist or is misspelt' },
  'index/platform-unknown': { severity: 'error', title: 'unknown/unknown that is no attestation' },
  'index/attestation-dangling': { severity: 'warning', title: 'an attestation of a manifest that is not in the index' },
  'index/signature-missing': { severity: 'error', title: 'no signature, although one was required' },
  'index/schema1': { severity: 'error', title: 'Docker schema 1, which engines no longer pull' },
  'registry/manifest-missing': { severity: 'error', title: 'the registry lacks a manifest the index lists' },
  'registry/blob-missing': { severity: 'error', title: 'the registry lacks a config or layer' },
  'registry/document-invalid': {
    severity: 'error',
    title: 'a manifest or config is no document of its kind',
  },
  'registry/digest-mismatch': { severity: 'error', title: 'the registry serves other bytes than the digest names' },
  'registry/size-mismatch': { severity: 'error', title: 'a size differs from what the descriptor says' },
  'store/platform-absent': {
    severity: 'environment',
    title: 'an engine or a saved archive does not hold a platform of the image',
  },
  'config/platform-mismatch': { severity: 'error', title: "the image's config names another platform than the index" },
  'config/architecture-missing': { severity: 'warning', title: "the image's config names no architecture" },
  'rootfs/foreign-rootfs': { severity: 'error', title: 'all machine code is of another architecture' },
  'rootfs/foreign-entrypoint': { severity: 'error', title: 'the entrypoint is of another architecture' },
  'rootfs/foreign-binary': { severity: 'error', title: 'a program or library is of another architecture' },
  'rootfs/entrypoint-missing': { severity: 'error', title: 'the entrypoint does not exist' },
  'rootfs/entrypoint-not-executable': { severity: 'error', title: 'the entrypoint cannot be executed' },
  'rootfs/entrypoint-no-shebang': { severity: 'error', title: 'the entrypoint is a script without #!' },
  'rootfs/shebang-interpreter-missing': { severity: 'error', title: "a script's interpreter does not exist" },
  'rootfs/elf-interpreter-missing': { severity: 'error', title: "a program's loader does not exist" },
  'rootfs/variant-too-new': { severity: 'error', title: 'machine code needs a newer CPU than the platform promises' },
  'rootfs/isa-level': { severity: 'warning', title: 'machine code needs a higher x86-64 level than the baseline' },
  'rootfs/variant-unverified': { severity: 'info', title: 'the files do not say which variant they need' },
  'rootfs/layer-invalid': { severity: 'error', title: 'a layer is not what its descriptor promises' },
  'rootfs/layer-unreadable': { severity: 'environment', title: 'a layer cannot be read here' },
  'rootfs/arch-in-env': { severity: 'warning', title: 'an environment variable names another architecture' },
  'rootfs/limit-exceeded': { severity: 'environment', title: 'the image is larger than the limits of the audit' },
  'parity/entrypoint': { severity: 'error', title: 'platforms differ in their entrypoint' },
  'parity/command': { severity: 'error', title: 'platforms differ in their command' },
  'parity/user': { severity: 'error', title: 'platforms differ in their user' },
  'parity/ports': { severity: 'error', title: 'platforms differ in their exposed ports' },
  'parity/label-version': { severity: 'error', title: 'platforms differ in their version label' },
  'parity/label-revision': { severity: 'error', title: 'platforms differ in their revision label' },
  'parity/env': { severity: 'warning', title: 'platforms differ in their environment' },
  'parity/created': { severity: 'warning', title: 'platforms were created more than seven days apart' },
  'parity/packages': { severity: 'warning', title: 'platforms hold different versions of a package' },
  'parity/attestations': { severity: 'warning', title: 'a platform lacks attestations that others have' },
  'baseline/platform-lost': { severity: 'error', title: 'a platform of the baseline is gone' },
  'baseline/platform-added': { severity: 'info', title: 'a platform the baseline did not have' },
  'baseline/digest-unchanged': { severity: 'warning', title: 'other platforms changed, this one did not' },
  'baseline/tag-differs': { severity: 'error', title: 'another tag of the release is another image' },
  'execution/no-handler': { severity: 'environment', title: 'this engine can run no program of this platform' },
  'execution/handler-not-fixed': { severity: 'environment', title: "the emulator's handler lacks flag F" },
  'execution/platform-unsupported': { severity: 'environment', title: 'this engine cannot run this operating system' },
  'execution/control-failed': { severity: 'environment', title: 'the known-good program of this platform failed too' },
  'execution/registry-unreachable': {
    severity: 'environment',
    title: 'the engine does not reach the registry on the loopback of this machine',
  },
  'execution/setuid-unavailable': { severity: 'inconclusive', title: 'set-user-ID does not work under this emulator' },
  'run/uname-mismatch': { severity: 'error', title: 'uname -m says another architecture' },
  'run/not-emulated': { severity: 'error', title: 'a foreign platform ran natively' },
  'run/entrypoint-failed': { severity: 'error', title: 'the engine could not execute the entrypoint' },
  'run/exited-early': { severity: 'error', title: 'the application ended by itself' },
  'run/needs-configuration': { severity: 'environment', title: 'the application wants arguments or settings' },
  'run/crash': { severity: 'error', title: 'the application was ended by a signal' },
  'run/hang': { severity: 'error', title: 'the application is alive and listens nowhere' },
  'run/health-timeout': { severity: 'error', title: 'the application did not become healthy in time' },
  'run/health-unexpected': { severity: 'error', title: 'the application answered, but not as expected' },
  'run/port-not-listening': { severity: 'error', title: 'the application listens elsewhere' },
  'run/out-of-memory': { severity: 'environment', title: 'the application ran into the memory or process limit' },
  'run/cpu-floor': { severity: 'error', title: 'the application dies on the oldest CPU its platform promises' },
  'suite/test-failed': { severity: 'error', title: 'a test of a suite failed' },
  'suite/timeout': { severity: 'error', title: 'a test of a suite did not end in time' },
  'bench/regression': { severity: 'error', title: 'slower than the baseline' },
  'bench/slow-step': { severity: 'warning', title: 'a build step is slow under emulation' },
  'bench/unstable': { severity: 'info', title: 'the machine was too noisy to measure' },
  'waiver/expired': { severity: 'warning', title: 'a waiver is past its day' },
  'waiver/unused': { severity: 'warning', title: 'a waiver waives nothing' },
  'readme/out-of-date': { severity: 'error', title: 'the README says something else' },
} as const satisfies Record<`${string}/${string}`, CodeInfo>

/** The stable name of a kind of finding: `area/kebab-case`. */
export type FindingCode = keyof typeof findingCodes

/** True for a code of the table. */
export function isFindingCode(text: unknown): text is FindingCode {
  return typeof text === 'string' && Object.hasOwn(findingCodes, text)
}
