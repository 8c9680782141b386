import type { VersionRange } from './version-range.ts'

/** How a known trouble of an emulator shows itself. All that is given must be so. */
export interface Signature {
  /** What is known of it, as a sentence's end: `Node.js dies or hangs under QEMU 7 and 8.0`. */
  readonly says: string
  /** `qemu`: any program of it. */
  readonly emulator: 'qemu' | 'rosetta'
  /** The versions that were named; left out where all are meant. */
  readonly versions?: readonly VersionRange[]
  /** The platform's architectures; left out where all are meant. */
  readonly architectures?: readonly string[]
  /** The signals it died of. */
  readonly signals?: readonly number[]
  /** Lines of its log. */
  readonly line?: RegExp
  /** The program, or a word of what it was started with. */
  readonly program?: RegExp
  /** Attempts must have come to different ends. */
  readonly isRandom?: true
  /** What can be done about it. */
  readonly remedy?: string
  /** Threads that tell of it: `OWNER/NAME#NUMBER`. */
  readonly sources: readonly string[]
}

const [illegalInstruction, abort, segmentFault] = [4, 6, 11]
const thirtyTwoBits = ['arm', '386', 'mipsle', 'mips', 'ppc']

/** The most special first: the first that fits is the one that is told. */
export const signatures: readonly Signature[] = [
  {
    says: 'ldconfig and the triggers of libc-bin die under it',
    emulator: 'qemu',
    versions: [{ before: '5.0' }, { from: '9.2', before: '9.2.2' }],
    line: /libc-bin|ldconfig/,
    remedy: 'register QEMU 10 or later',
    sources: ['moby/moby#43039', 'docker/setup-qemu-action#198', 'tonistiigi/binfmt#240', 'tonistiigi/binfmt#245'],
  },
  {
    says: 'programs of Go cannot lay out their memory under it',
    emulator: 'qemu',
    line: /runtime: lfstack\.push invalid packing/,
    remedy: 'run this platform on its own hardware',
    sources: ['golang/go#69255', 'rancher-sandbox/rancher-desktop#8606'],
  },
  {
    says: '.NET does not support it',
    emulator: 'qemu',
    line: /SEHException|Failed to create CoreCLR|coreclr_initialize failed|GC heap initialization failed/,
    remedy: 'set DOTNET_EnableWriteXorExecute=0, or run this platform on its own hardware',
    sources: ['dotnet/dotnet-docker#5355', 'dotnet/runtime#97228', 'NuGet/Home#12227'],
  },
  {
    says: '.NET does not support it',
    emulator: 'qemu',
    signals: [illegalInstruction, abort, segmentFault],
    program: /(?:^|\/)dotnet$|\.dll$/,
    remedy: 'set DOTNET_EnableWriteXorExecute=0, or run this platform on its own hardware',
    sources: ['dotnet/dotnet-docker#5355', 'dotnet/runtime#97228'],
  },
  {
    says: 'Node.js 20 and later dies or hangs under QEMU 7 and 8.0',
    emulator: 'qemu',
    versions: [{ from: '7.0', before: '8.1' }],
    architectures: ['arm', 's390x', 'arm64'],
    signals: [illegalInstruction, segmentFault],
    program: /(?:^|\/)(?:node|npm|npx|yarn|pnpm)$/,
    remedy: 'register QEMU 8.1 or later',
    sources: ['nodejs/docker-node#1798', 'nodejs/docker-node#1946', 'docker/buildx#521'],
  },
  {
    says: 'Java does not run under QEMU 2.8',
    emulator: 'qemu',
    versions: [{ from: '2.8', before: '2.9' }],
    program: /(?:^|\/)javac?$/,
    remedy: 'register a newer QEMU',
    sources: ['multiarch/qemu-user-static#18'],
  },
  {
    says: 'code that compiles itself while it runs dies under QEMU before 8.1',
    emulator: 'qemu',
    versions: [{ before: '8.1' }],
    signals: [illegalInstruction, segmentFault],
    program: /(?:^|\/)(?:java|javac|node|ruby|php|luajit|pypy3?|julia)$/,
    remedy: 'register QEMU 8.1 or later',
    sources: ['docker/for-mac#6657'],
  },
  {
    says: 'guests die when they allocate memory under QEMU 5.2',
    emulator: 'qemu',
    versions: [{ from: '5.2', before: '6.0' }],
    signals: [segmentFault],
    remedy: 'register QEMU 6.0 or later',
    sources: ['go-debos/debos#261'],
  },
  {
    says: 'static builds of QEMU before 8.1 die at random where the kernel lays out memory at random',
    emulator: 'qemu',
    versions: [{ before: '8.1' }],
    signals: [segmentFault],
    isRandom: true,
    remedy: 'register QEMU 8.1 or later',
    sources: ['tonistiigi/binfmt#215', 'actions/runner-images#11471'],
  },
  {
    says: 'it gives 32-bit programs directory entries that are too large for them',
    emulator: 'qemu',
    architectures: thirtyTwoBits,
    line: /Value too large for defined data type/i,
    remedy: 'put the folder it reads on a tmpfs',
    sources: ['ntop/nDPI#3088', 'microsoft/vcpkg#21189'],
  },
  {
    says: 'it does not know a system call of this program',
    emulator: 'qemu',
    line: /^qemu(?:-[a-z0-9_]+)?: Unsupported (?:syscall|ioctl|setsockopt)/i,
    remedy: 'register a newer QEMU',
    sources: ['moby/qemu#4', 'alpinelinux/docker-alpine#48'],
  },
  {
    says: 'the program, or its loader, is none that Rosetta can translate',
    emulator: 'rosetta',
    line: /^rosetta error: /,
    remedy: 'run this platform on its own hardware',
    sources: ['mostlygeek/llama-swap#818'],
  },
]
