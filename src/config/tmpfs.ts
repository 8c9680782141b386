import { posix } from 'node:path'
import { invalidValue, readTexts } from './readers.ts'

const example = 'write /run or /tmp:size=64m,mode=1777'

/** Mount options by path: `/run`, `/tmp:size=64m`. @throws HarnessError `config-invalid` */
export function readTmpfs(raw: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readTexts(raw).map((text) => {
      const [, path = '', options = ''] = /^([^:]*)(?::(.*))?$/.exec(text) ?? []
      if (!path.startsWith('/') || posix.resolve(path) === '/') {
        throw invalidValue(text, 'an absolute path in the container, below /', example)
      }
      if (!/^[\w=,.%:-]*$/.test(options)) throw invalidValue(options, 'a list of mount options', example)
      return [posix.resolve(path), options]
    }),
  )
}
