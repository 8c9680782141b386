import { readArmAttributes, type ArmAttributes } from './arm-attributes.ts'
import { elfArchitecture } from './elf-architecture.ts'
import { dynamicRange, readDynamic } from './elf-dynamic.ts'
import { decodePath, interpreterSegment, readElfHeader, type ElfHeader, type ElfType } from './elf-header.ts'
import { readSections, type ElfSection } from './elf-sections.ts'
import { createElfWindow, type ElfWindow, type ElfWindowWishes, type FileRange } from './elf-window.ts'
import { goDataRanges, readGoBuildInfo, type GoBuildInfo } from './go-build-info.ts'
import { noteRanges, readX86Level } from './x86-level.ts'

/** Everything the audit wants to know of one ELF file. Plain JSON. */
export interface ElfFacts {
  /** As an image would name it; `unknown` for a machine that no platform names. */
  readonly architecture: string
  readonly machine: number
  readonly wordBits: 32 | 64
  readonly byteOrder: 'little' | 'big'
  readonly type: ElfType
  readonly osAbi: number
  readonly flags: number
  readonly interpreter?: string
  readonly needed: readonly string[]
  readonly soname?: string
  readonly rpath: readonly string[]
  readonly runpath: readonly string[]
  /** Of the file's own attributes, its flags, or what Go was told to build for. */
  readonly arm?: ArmAttributes
  /** The x86-64 level it says it needs, or that Go was told to build for. */
  readonly x86Level?: 1 | 2 | 3 | 4
  readonly hasGoBuildInfo?: boolean
  /** True when something of it lies beyond what was kept of the file, or is cut off. */
  readonly truncated: boolean
}

/** Reads an ELF file that comes in pieces, once, from start to end. */
export interface ElfCollector {
  push(chunk: Uint8Array): void
  /** Undefined when it was no ELF file after all. */
  finish(): ElfFacts | undefined
}

const armMachine = 40
const x86Machine = 62
const armAttributesSection = 0x70000003
/** How attributes begin: a format version, their length, and who defines them. */
const armMark = { bytes: Buffer.from('aeabi\0'), beforeBytes: 5, sizeBytes: 256 }

/** Keeps about 1 MiB of a file at most, whatever its size; hostile files give odd facts, never an error. */
export function createElfCollector(): ElfCollector {
  const window = createElfWindow(chooseBeyondHead)
  return {
    push: (chunk) => window.push(chunk),
    finish: () => {
      const header = readElfHeader(window.head())
      return header === undefined ? undefined : readFacts(header, window)
    },
  }
}

function chooseBeyondHead(head: Uint8Array): ElfWindowWishes {
  const header = readElfHeader(head)
  if (header === undefined) return { ranges: [] }
  const ranges = [dynamicRange(header), interpreterRange(header), ...noteRanges(header), ...goRanges(header)]
  return {
    ranges: ranges.filter((range) => range !== undefined),
    // Debugging information may lie between the attributes and the end.
    ...(header.machine === armMachine ? { mark: armMark } : {}),
  }
}

function readFacts(header: ElfHeader, window: ElfWindow): ElfFacts {
  const { machine, wordBits, byteOrder, type, osAbi, flags } = header
  const interpreter = header.interpreter ?? readLateInterpreter(header, window)
  const { needed, soname, rpath, runpath, truncated } = readDynamic(header, window)
  const sections = readSections(header, window)
  const goSection = sections.find(({ name }) => name === '.go.buildinfo')
  const go = readGoBuildInfo([...(goSection === undefined ? [] : [goSection]), ...goRanges(header)], window)
  const arm = machine === armMachine ? readArm(header, sections, window, go) : undefined
  const x86Level = readX86Level(header, window) ?? go?.amd64Level
  return {
    architecture: elfArchitecture(header).architecture ?? 'unknown',
    machine,
    wordBits,
    byteOrder,
    type,
    osAbi,
    flags,
    needed,
    rpath,
    runpath,
    truncated: (header.truncated && interpreter === undefined) || truncated,
    ...(interpreter === undefined ? {} : { interpreter }),
    ...(soname === undefined ? {} : { soname }),
    ...(arm === undefined ? {} : { arm }),
    ...(x86Level === undefined ? {} : { x86Level }),
    ...(goSection === undefined && go === undefined ? {} : { hasGoBuildInfo: true }),
  }
}

function interpreterRange({ segments }: ElfHeader): FileRange | undefined {
  const segment = interpreterSegment(segments)
  return segment === undefined ? undefined : { offset: segment.offset, sizeBytes: segment.fileSizeBytes }
}

/** Only where it says which CPU is needed. */
function goRanges(header: ElfHeader): readonly FileRange[] {
  return header.machine === armMachine || header.machine === x86Machine ? goDataRanges(header) : []
}

/** Libraries that can be started keep the name of their loader far from their start. */
function readLateInterpreter(header: ElfHeader, window: ElfWindow): string | undefined {
  const range = interpreterRange(header)
  const bytes = range === undefined ? undefined : window.read(range)
  return bytes === undefined ? undefined : decodePath(bytes)
}

/** The attributes, and what the header's flags and Go say where the attributes are silent. */
function readArm(
  header: ElfHeader,
  sections: readonly ElfSection[],
  window: ElfWindow,
  go: GoBuildInfo | undefined,
): ArmAttributes | undefined {
  const section = sections.find(({ type }) => type === armAttributesSection)
  const bytes = section === undefined ? undefined : window.read(section)
  const attributes = bytes === undefined ? {} : readArmAttributes(bytes, header.byteOrder)
  const cpuArch = attributes.cpuArch ?? (go?.arm === undefined ? undefined : `v${go.arm}`)
  const floatAbi = attributes.floatAbi ?? elfArchitecture(header).floatAbi
  if (cpuArch === undefined && floatAbi === undefined) return undefined
  return { ...(cpuArch === undefined ? {} : { cpuArch }), ...(floatAbi === undefined ? {} : { floatAbi }) }
}
