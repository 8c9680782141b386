import { isDeviceCode, type CodeFile } from './rootfs-code.ts'
import { isTriplet, namedArchitectures } from './rootfs-words.ts'
import { createPathTest } from './sweep-paths.ts'

/** Machine code that is data where it lies: it is of another architecture on purpose, and nothing is said of it. */
export interface DataRule {
  readonly name: string
  /** Patterns of paths, any of which will do; every path without any. */
  readonly paths: readonly string[]
  /** What else must hold, in words for the documentation. */
  readonly condition?: keyof typeof conditions
  readonly reason: string
}

const conditions = {
  'it is an object file': ({ facts }: CodeFile) => facts.type === 'relocatable',
  'it is a core dump': ({ facts }: CodeFile) => facts.type === 'core',
  'its machine is no CPU an image runs on': ({ facts }: CodeFile) => isDeviceCode(facts),
  'a directory on its path names its architecture': ({ entry, facts }: CodeFile) =>
    directoriesOf(entry.path).some((name) => namedArchitectures(name).has(facts.architecture)),
  'a directory on its path is the triplet of its architecture': ({ entry, facts }: CodeFile) =>
    directoriesOf(entry.path).some((name) => isTriplet(name, facts.architecture)),
} satisfies Readonly<Record<string, (file: CodeFile) => boolean>>

const named = 'a directory on its path names its architecture'

/** The rules, in the order of the documentation. Names that a finding or a user may speak of are stable. */
export const dataRules: readonly DataRule[] = [
  {
    name: 'object-file',
    paths: [],
    condition: 'it is an object file',
    reason: 'objects, kernel modules and boot loader modules are linked or loaded by something else',
  },
  { name: 'core-dump', paths: [], condition: 'it is a core dump', reason: 'memory of a program that died' },
  {
    name: 'device-code',
    paths: [],
    condition: 'its machine is no CPU an image runs on',
    reason: 'kernels for graphics cards, BPF programs and microcontroller code are loaded into devices',
  },
  {
    name: 'firmware',
    paths: [
      '/lib/firmware/**',
      '/usr/lib/firmware/**',
      '/usr/share/**/firmware/**',
      '/usr/share/{qemu,qemu-efi*,seabios,openbios,slof,opensbi,u-boot,vgabios,ovmf,OVMF,AAVMF,edk2*}/**',
      '/usr/lib/{u-boot,opensbi,ipxe}/**',
      '**/{firmware,firmwares}/**/*.{fw,bin,mbn}',
      '*.{elf,axf}',
    ],
    reason: 'loaded into hardware or a virtual machine, whose architecture is its own',
  },
  {
    name: 'boot-loader',
    paths: [
      '/boot/**',
      '/usr/lib/{grub,grub2,syslinux,SYSLINUX,ISOLINUX,PXELINUX,shim,memtest86+}/**',
      '/usr/lib/xen-*/**',
      '/usr/lib/systemd/boot/**',
      '/usr/share/{grub,grub2,syslinux}/**',
    ],
    reason: 'started by a machine without an operating system',
  },
  {
    name: 'kernel',
    paths: ['/lib/modules/**', '/usr/lib/modules/**'],
    reason: 'parts of a kernel, which no container starts',
  },
  { name: 'debug-symbols', paths: ['/usr/lib/debug/**', '*.debug', '*.dwp'], reason: 'read by debuggers only' },
  {
    name: 'cross-toolchain',
    paths: [],
    condition: 'a directory on its path is the triplet of its architecture',
    reason: 'the libraries of a cross compiler or of a second architecture of the distribution: /usr/aarch64-linux-gnu',
  },
  {
    name: 'sysroot',
    paths: ['**/{sysroot,sysroots}/**', '/usr/lib/gcc-cross/**'],
    reason: 'the root of the machine that is built for',
  },
  {
    name: 'user-emulator',
    paths: [
      '**/qemu-*-static',
      '**/qemu-{aarch64,arm,i386,x86_64,ppc64le,s390x,riscv64,mips64,mips64el,loongarch64}',
      '/usr/libexec/qemu-binfmt/**',
    ],
    reason: 'copied in so that the image can be built on a host of another architecture',
  },
  {
    name: 'wine',
    paths: ['**/{wine,.wine}/**', '/opt/wine*/**'],
    reason: 'the parts of Wine are of several architectures',
  },
  {
    name: 'container-storage',
    paths: ['/var/lib/{docker,containers,containerd,machines,lxc}/**'],
    reason: 'images and containers that the image carries',
  },
  {
    name: 'test-data',
    paths: [
      '**/{testdata,test-data,test_data}/**',
      '**/{test,tests}/data/**',
      '**/{test,tests,spec,__tests__}/fixtures/**',
      '**/{node_modules,site-packages,dist-packages,gems}/**/{test,tests,spec}/**',
    ],
    reason: 'read by tests of programs that read machine code',
  },
  {
    name: 'node-prebuilds',
    paths: ['**/prebuilds/**'],
    condition: named,
    reason: 'packages of Node.js carry prebuilds for all platforms and load their own',
  },
  {
    name: 'dotnet-runtimes',
    paths: ['**/runtimes/**/native/**', '**/dotnet/packs/**', '**/.nuget/packages/**'],
    condition: named,
    reason: 'packages of .NET carry libraries for all runtime identifiers and load their own',
  },
  {
    name: 'java-natives',
    paths: ['**/com/sun/jna/**', '**/META-INF/native/**', '**/org/sqlite/native/**'],
    reason: 'libraries of Java carry natives for all platforms and load their own',
  },
  {
    name: 'go-modules',
    paths: ['**/go/pkg/mod/**'],
    reason: 'modules as they were fetched, their test files among them',
  },
  {
    name: 'go-tools',
    paths: ['**/pkg/tool/**'],
    condition: named,
    reason: 'Go keeps the tools of each host it was built for',
  },
  {
    name: 'python-debugger',
    paths: ['**/pydevd_attach_to_process/**'],
    reason: 'debugpy carries a library for each architecture it can attach to',
  },
  {
    name: 'python-bootloader',
    paths: ['**/PyInstaller/bootloader/**'],
    reason: 'PyInstaller carries the start code of each platform it packs for',
  },
]

const compiled = dataRules.map((rule) => ({ rule, tests: rule.paths.map(createPathTest) }))

/** The rule that makes a file data; undefined where it is code. */
export function findDataRule(file: CodeFile): DataRule | undefined {
  const parts = file.entry.path.split('/').slice(1)
  return compiled.find(
    ({ rule, tests }) =>
      (tests.length === 0 || tests.some((test) => test(parts))) &&
      (rule.condition === undefined || conditions[rule.condition](file)),
  )?.rule
}

/** The directories a path leads through, the root's first. */
export function directoriesOf(path: string): readonly string[] {
  return path.split('/').slice(1, -1)
}
