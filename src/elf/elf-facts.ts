import { readArmAttributes, type ArmAttributes } from './arm-attributes.ts'
import { elfArchitecture } from './elf-architecture.ts'
import { dynamicRange, readDynamic } from './elf-dynamic.ts'
import { decodePath, interpreterSegment, readElfHeader, type ElfHeader, type ElfType } from './elf-header.ts'
import { readSections, type ElfSection } from './elf-sections.ts'
import { createElfWindow, type ElfWindow, type FileRange } from './elf-window.ts'
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
  readonly arm?: ArmAttributes
  /** The x86-64 level it says it needs. */
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
const armAttributesSection = 0x70000003

/** Keeps less than 1 MiB of a file, whatever its size; hostile files give odd facts, never an error. */
export function createElfCollector(): ElfCollector {
  const window = createElfWindow((head) => {
    const header = readElfHeader(head)
    if (header === undefined) return []
    return [dynamicRange(header), interpreterRange(header), ...noteRanges(header)].filter(
      (range) => range !== undefined,
    )
  })
  return {
    push: (chunk) => window.push(chunk),
    finish: () => {
      const header = readElfHeader(window.head())
      return header === undefined ? undefined : readFacts(header, window)
    },
  }
}

function readFacts(header: ElfHeader, window: ElfWindow): ElfFacts {
  const { machine, wordBits, byteOrder, type, osAbi, flags } = header
  const interpreter = header.interpreter ?? readLateInterpreter(header, window)
  const dynamic = readDynamic(header, window)
  const sections = readSections(header, window)
  const arm = machine === armMachine ? readArm(header, sections, window) : undefined
  const x86Level = readX86Level(header, window)
  const { needed, soname, rpath, runpath } = dynamic
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
    truncated: (header.truncated && interpreter === undefined) || dynamic.truncated,
    ...(interpreter === undefined ? {} : { interpreter }),
    ...(soname === undefined ? {} : { soname }),
    ...(arm === undefined ? {} : { arm }),
    ...(x86Level === undefined ? {} : { x86Level }),
    ...(sections.some(({ name }) => name === '.go.buildinfo') ? { hasGoBuildInfo: true } : {}),
  }
}

function interpreterRange({ segments }: ElfHeader): FileRange | undefined {
  const segment = interpreterSegment(segments)
  return segment === undefined ? undefined : { offset: segment.offset, sizeBytes: segment.fileSizeBytes }
}

/** Libraries that can be started keep the name of their loader far from their start. */
function readLateInterpreter(header: ElfHeader, window: ElfWindow): string | undefined {
  const range = interpreterRange(header)
  const bytes = range === undefined ? undefined : window.read(range)
  return bytes === undefined ? undefined : decodePath(bytes)
}

/** The attributes, and what the header's flags say where the attributes are silent. */
function readArm(header: ElfHeader, sections: readonly ElfSection[], window: ElfWindow): ArmAttributes | undefined {
  const section = sections.find(({ type }) => type === armAttributesSection)
  const bytes = section === undefined ? undefined : window.read(section)
  const attributes = bytes === undefined ? {} : readArmAttributes(bytes)
  const floatAbi = attributes.floatAbi ?? elfArchitecture(header).floatAbi
  const arm = { ...attributes, ...(floatAbi === undefined ? {} : { floatAbi }) }
  return Object.keys(arm).length === 0 ? undefined : arm
}
