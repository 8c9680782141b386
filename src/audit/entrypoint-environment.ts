import type { ContainerConfig } from '../oci/image-config.ts'

/** What runtimes search where an image does not set `PATH`. https://github.com/moby/moby/blob/master/oci/defaults.go */
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** The variables a container starts with; of a name that stands there twice, the last one counts. */
export function readVariables({ env }: ContainerConfig): ReadonlyMap<string, string> {
  return new Map(
    env.map((line): [string, string] => {
      const at = line.indexOf('=')
      return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
    }),
  )
}

/** A list of directories in a variable: at most 256, an empty one is the working directory. */
export function splitList(list: string): readonly string[] {
  return list === '' ? [] : list.split(':', 256).map((directory) => (directory === '' ? '.' : directory))
}

/** Where programs are looked for by their name. */
export function readPath(variables: ReadonlyMap<string, string>): readonly string[] {
  return splitList(variables.get('PATH') ?? defaultPath)
}
