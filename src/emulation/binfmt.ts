import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * One entry of binfmt_misc: which files the kernel starts by which interpreter.
 * https://docs.kernel.org/admin-guide/binfmt-misc.html
 */
export interface BinfmtHandler {
  readonly name: string
  /** False also while binfmt_misc as a whole is switched off. */
  readonly enabled: boolean
  readonly interpreter: string
  /** `F`: opened when it was registered, so that containers need not hold it. `C`: with the program's own credentials. */
  readonly flags: string
  readonly offset: number
  readonly magic: Uint8Array
  /** As long as the magic; absent where every bit counts. */
  readonly mask?: Uint8Array
}

/** Where the kernel shows its handlers. */
export const binfmtFolder = '/proc/sys/fs/binfmt_misc'

const maxHandlers = 1000

/**
 * The handlers that recognise a program by its bytes, in the folder's order; undefined when they cannot be read: another
 * system, no permission, or not mounted. The folder is the kernel's memory, so nothing is waited for.
 */
export function listBinfmtHandlers(folder = binfmtFolder): readonly BinfmtHandler[] | undefined {
  try {
    const names = readdirSync(folder)
    if (!names.includes('status')) return undefined
    const isOn = readFileSync(join(folder, 'status'), 'utf8').trim() === 'enabled'
    return names
      .filter((name) => name !== 'status' && name !== 'register')
      .slice(0, maxHandlers)
      .map((name) => readHandler(folder, name))
      .filter((handler) => handler !== undefined)
      .map((handler) => (isOn ? handler : { ...handler, enabled: false }))
  } catch {
    return undefined
  }
}

/** The first enabled handler the kernel would take for a file that begins with these bytes, else one that is disabled. */
export function matchHandler(handlers: readonly BinfmtHandler[], start: Uint8Array): BinfmtHandler | undefined {
  const matching = handlers.filter((handler) => isMatch(handler, start))
  return matching.find(({ enabled }) => enabled) ?? matching[0]
}

/** A handler as the kernel shows it; undefined for one that goes by the file's name, and for anything else. */
export function parseBinfmtHandler(name: string, text: string): BinfmtHandler | undefined {
  const lines = text.split('\n')
  const field = (key: string): string | undefined =>
    lines
      .find((line) => line.startsWith(`${key} `) || line.startsWith(`${key}: `))
      ?.slice(key.length)
      .replace(/^:? /, '')
  const interpreter = field('interpreter')
  const magic = parseHex(field('magic'))
  const mask = parseHex(field('mask'))
  if (interpreter === undefined || magic === undefined || (lines[0] !== 'enabled' && lines[0] !== 'disabled'))
    return undefined
  return {
    name,
    enabled: lines[0] === 'enabled',
    interpreter,
    flags: (field('flags') ?? '').trim(),
    offset: Number.parseInt(field('offset') ?? '0', 10) || 0,
    magic,
    ...(mask !== undefined && mask.length === magic.length ? { mask } : {}),
  }
}

/** A handler can be removed while the folder is read. */
function readHandler(folder: string, name: string): BinfmtHandler | undefined {
  try {
    return parseBinfmtHandler(name, readFileSync(join(folder, name), 'utf8'))
  } catch {
    return undefined
  }
}

function isMatch({ offset, magic, mask }: BinfmtHandler, start: Uint8Array): boolean {
  return magic.every((byte, index) => {
    const bits = mask?.[index] ?? 0xff
    const found = start[offset + index]
    return found !== undefined && (found & bits) === (byte & bits)
  })
}

function parseHex(text: string | undefined): Uint8Array | undefined {
  return text !== undefined && /^(?:[0-9a-f]{2})+$/i.test(text) ? Uint8Array.from(Buffer.from(text, 'hex')) : undefined
}
