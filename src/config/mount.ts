import { homedir } from 'node:os'
import { posix, resolve } from 'node:path'
import { closestWord } from '../oci/closest-word.ts'
import { quoteText } from '../oci/quote.ts'
import type { Variables } from './environment.ts'
import { readVariable } from './environment.ts'
import { invalidValue, readTexts } from './readers.ts'

/** A file or folder of this host that containers see. */
export interface Mount {
  /** Absolute. */
  readonly source: string
  /** Absolute, in the container. */
  readonly target: string
  readonly isReadOnly: boolean
  /** For SELinux: a label that all containers share, or this one's own. */
  readonly relabel?: 'shared' | 'private'
}

const volumeExample = 'write ./data:/data or /srv/data:/data:ro'
const mountExample = 'write type=bind,source=./data,target=/data,readonly'

/** `HERE:THERE[:OPTIONS]`, as docker's `--volume` of a path. @throws HarnessError `config-invalid` */
export function readVolumes(raw: unknown, variables: Variables): readonly Mount[] {
  return readTexts(raw).map((text) => {
    // A drive letter's colon parts nothing.
    const [, source, target, options = ''] = /^((?:[A-Za-z]:(?=[\\/]))?[^:]+):([^:]+)(?::([^:]*))?$/.exec(text) ?? []
    if (source === undefined || target === undefined) throw invalidValue(text, 'HERE:THERE', volumeExample)
    if (!/^(?:[./~\\]|[A-Za-z]:[\\/])/.test(source)) {
      const hint = `write ./${source} for a folder of that name; volumes of the engine are not mounted`
      throw invalidValue(source, 'a path', hint)
    }
    return createMount(source, target, readVolumeOptions(options), variables)
  })
}

function readVolumeOptions(text: string): Pick<Mount, 'isReadOnly' | 'relabel'> {
  const words = text === '' ? [] : text.split(',')
  const wrong = words.find((word) => !['ro', 'rw', 'z', 'Z'].includes(word))
  if (wrong !== undefined) throw invalidValue(wrong, 'an option of a volume', 'the options are ro, rw, z and Z')
  const relabel = words.includes('Z') ? 'private' : words.includes('z') ? 'shared' : undefined
  return { isReadOnly: words.includes('ro'), ...(relabel === undefined ? {} : { relabel }) }
}

const fieldNames = ['type', 'source', 'src', 'target', 'destination', 'dst', 'readonly', 'ro'] as const

/** `type=bind,source=HERE,target=THERE[,readonly]`, as docker's `--mount`. @throws HarnessError `config-invalid` */
export function readMounts(raw: unknown, variables: Variables): readonly Mount[] {
  return readTexts(raw).map((text) => {
    const fields = new Map(text.split(',').map(readField))
    const [type, source] = [fields.get('type'), fields.get('source') ?? fields.get('src')]
    const target = fields.get('target') ?? fields.get('destination') ?? fields.get('dst')
    if (type !== 'bind') {
      const hint = type === 'tmpfs' ? 'give it as --tmpfs PATH' : mountExample
      throw invalidValue(text, 'a mount of type=bind: only files of this host are mounted', hint)
    }
    if (source === undefined || target === undefined)
      throw invalidValue(text, 'a mount with source and target', mountExample)
    const readOnly = fields.get('readonly') ?? fields.get('ro') ?? 'false'
    if (!['', 'true', '1', 'false', '0'].includes(readOnly)) throw invalidValue(readOnly, 'true or false for readonly')
    return createMount(source, target, { isReadOnly: ['', 'true', '1'].includes(readOnly) }, variables)
  })
}

function readField(text: string): readonly [string, string] {
  const [, name = '', value = ''] = /^([^=]*)(?:=(.*))?$/.exec(text.trim()) ?? []
  if (fieldNames.some((known) => known === name)) return [name, value]
  const near = closestWord(name, fieldNames)
  throw invalidValue(name, 'a field of a mount', near === undefined ? mountExample : `did you mean ${near}?`)
}

function createMount(
  source: string,
  target: string,
  options: Pick<Mount, 'isReadOnly' | 'relabel'>,
  variables: Variables,
): Mount {
  if (source === '') throw invalidValue(source, 'the path of a file or folder', volumeExample)
  if (!target.startsWith('/') || posix.resolve(target) === '/') {
    throw invalidValue(target, 'an absolute path in the container, below /', `write ${quoteText(source)} and /data`)
  }
  const home = readVariable(variables, 'HOME', 'USERPROFILE') ?? homedir()
  return { source: resolve(source.replace(/^~(?=$|[\\/])/, () => home)), target: posix.resolve(target), ...options }
}
