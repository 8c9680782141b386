import { open, readFile, readdir, stat } from 'node:fs/promises'
import { basename, delimiter, join, resolve } from 'node:path'
import { createElfCollector } from '../elf/elf-facts.ts'
import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import { readInterpreter } from './emulator.ts'

/** An emulator beside the kernel's own, as a file of this machine. */
export interface EmulatorFile {
  readonly path: string
  /** `qemu-aarch64` */
  readonly name: string
  /** What it executes, in OCI's words. */
  readonly architectures: readonly string[]
  /** What it is a program of. */
  readonly hostArchitecture: string
  readonly bytes: () => Promise<Uint8Array>
}

export interface FindEmulatorsOptions {
  /** Files, folders of files, or names that are looked for in the search path. */
  readonly wanted: readonly string[]
  /** As in `PATH`. */
  readonly searchPath: string
  readonly cwd: string
}

const maxBytes = 256 * 1024 ** 2
/** The header, and the name of the loader where there is one. */
const headBytes = 64 * 1024
const namesHint = 'give a static qemu-aarch64 or qemu-aarch64-static, or a folder of such files'

/**
 * Finds the emulators a user named.
 * @throws HarnessError `config-invalid` for one that is not there, or that containers could not use
 */
export async function findEmulators(options: FindEmulatorsOptions): Promise<readonly EmulatorFile[]> {
  const found = await Promise.all(options.wanted.map((wanted) => findOne(wanted, options)))
  return found.flat()
}

async function findOne(wanted: string, options: FindEmulatorsOptions): Promise<readonly EmulatorFile[]> {
  const path = await locate(wanted, options)
  if (!(await stat(path)).isDirectory()) return [await openFile(path)]
  const names = (await readdir(path)).filter((name) => readInterpreter(`/${name}`) !== undefined).sort()
  if (names.length > 0) return Promise.all(names.map((name) => openFile(join(path, name))))
  throw new HarnessError('config-invalid', `the folder ${quoteText(wanted)} holds no emulator`, { hint: namesHint })
}

async function locate(wanted: string, { searchPath, cwd }: FindEmulatorsOptions): Promise<string> {
  const own = resolve(cwd, wanted)
  const isName = !/[/\\]/.test(wanted)
  const folders = isName ? searchPath.split(delimiter).filter((folder) => folder !== '') : []
  for (const path of [own, ...folders.map((folder) => join(folder, wanted))]) {
    if (await stat(path).catch(() => undefined)) return path
  }
  const where = isName ? 'neither here nor on PATH' : 'not there'
  throw new HarnessError('config-invalid', `the emulator ${quoteText(wanted)} is ${where}`, { hint: namesHint })
}

async function openFile(path: string): Promise<EmulatorFile> {
  const known = readInterpreter(resolve('/', basename(path)))
  const refuse = (why: string): HarnessError =>
    new HarnessError('config-invalid', `${quoteText(path)} cannot be used as an emulator: ${why}`, { hint: namesHint })
  if (known === undefined) throw refuse('its name does not say which architecture it executes')
  const { size } = await stat(path)
  if (size > maxBytes) throw refuse(`it has more than ${maxBytes / 1024 ** 2} MiB`)
  let reading: Promise<Uint8Array> | undefined
  const bytes = (): Promise<Uint8Array> => (reading ??= readFile(path))
  const collector = createElfCollector()
  const head = await readHead(path).catch((cause: unknown) => {
    throw new HarnessError('config-invalid', `${quoteText(path)} cannot be read`, { cause, hint: namesHint })
  })
  collector.push(head)
  const facts = collector.finish()
  if (facts === undefined) throw refuse('it is no ELF file')
  if (facts.interpreter !== undefined) throw refuse('it needs libraries that images do not have: it must be static')
  return { path, ...known, hostArchitecture: facts.architecture, bytes }
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
